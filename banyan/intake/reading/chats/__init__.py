"""Pasted chats and 接龙 read as thought: text in, what each member said out (rosters.md 6.4, ideas 9)."""
