"""榕树: people who leave home for work stay members of one organisation."""

VERSION = "0.1.0"
