"""Every act that the code remembers has plain words, so that no screen shows its name."""

import ast
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from banyan.audit.models import Entry
from banyan.orgs.states import OfficeName
from banyan.privacy import words
from banyan.privacy.words import (
    ACTS,
    EXPORTS,
    LOOKS,
    PUT_TOGETHER,
    field_words,
    object_words,
    reason_words,
    role_words,
    words_of,
)
from tests.architecture.source import SourceFile, planted, product_files

ACT = re.compile(r"[a-z_]+\.[a-z_]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")
WRITERS = {"remember", "remember_forgotten", "arrow"}


def acts_in(file: SourceFile) -> Iterator[str]:
    """Names of acts given to remember() and arrow(), and all names in a function that chooses one for them."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and _called(node) in WRITERS:
            yield from _names_in(node)
        if isinstance(node, ast.FunctionDef) and _chooses_an_act(node):
            yield from _names_in(node)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _chooses_an_act(function: ast.FunctionDef) -> bool:
    calls = [
        node for node in ast.walk(function) if isinstance(node, ast.Call) and _called(node) == "remember"
    ]
    return any(len(call.args) > 1 and not isinstance(call.args[1], ast.Constant) for call in calls)


def _names_in(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and ACT.fullmatch(part.value):
            yield part.value


def remembered() -> set[str]:
    return {name for file in product_files() for name in acts_in(file)}


def test_every_act_in_the_code_has_words() -> None:
    assert sorted(remembered() - set(ACTS)) == []


def test_no_words_are_kept_for_acts_that_are_gone() -> None:
    assert sorted(set(ACTS) - remembered()) == []


def test_the_search_sees_an_act_wherever_it_is_named() -> None:
    assert list(acts_in(planted('remember(by, "paper.lost", paper)'))) == ["paper.lost"]
    assert list(acts_in(planted('MOVES = {"lose": arrow("a", "b", "paper.lost")}'))) == ["paper.lost"]
    chosen = 'def note(by, is_lost):\n    name = "paper.lost" if is_lost else "paper.found"\n    remember(by, name)\n'
    assert set(acts_in(planted(chosen))) == {"paper.lost", "paper.found"}


def test_no_two_acts_share_their_words() -> None:
    words = [str(words) for words in ACTS.values()]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_looks_and_exports_are_acts() -> None:
    assert set(ACTS) >= LOOKS | EXPORTS


def test_roles_objects_and_fields_are_told_in_the_words_of_their_forms() -> None:
    assert [role_words(role) for role in ("township_officer", "system", "")] == [
        "乡镇党建工作人员",
        "系统",
        "",
    ]
    assert {role_words(name) for name in OfficeName.values} == {str(label) for label in OfficeName.labels}
    assert (object_words("people.person"), object_words("gone.model"), object_words("")) == (
        "党员",
        "gone.model",
        "",
    )
    assert field_words("people.person", ["phone", "no_such"]) == ["联系电话", "no_such"]
    assert words_of("no.such") == "no.such"


def sentences() -> dict[str, dict[str, str]]:
    """What each `Reason` of the code says, by its code and app; of several in an app the first."""
    found: dict[str, dict[str, str]] = {}
    for file in product_files():
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Call) and _called(node) == "Reason" and len(node.args) == 2:
                code, said = node.args
                marked = [part.value for part in ast.walk(said) if _is_marked(part)]
                if isinstance(code, ast.Constant) and marked:
                    found.setdefault(str(code.value), {}).setdefault(file.app, marked[0])
    return {code: dict(sorted(found[code].items())) for code in sorted(found)}


def codes() -> set[str]:
    calls = [node for file in product_files() for node in ast.walk(file.tree) if isinstance(node, ast.Call)]
    return {str(node.args[0].value) for node in calls if _called(node) == "Reason" and _is_text(node.args[0])}


def _is_marked(node: ast.AST) -> bool:
    return _is_text(node) and bool(CHINESE.search(node.value))  # type: ignore[attr-defined]


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_refusal_is_told_the_auditor_in_the_sentence_of_its_rule() -> None:
    """Written anew by BANYAN_WRITE_WORDS=1 bin/test tests/privacy/test_words.py."""
    file = Path(words.__file__).with_name("refusals.json")
    if os.environ.get("BANYAN_WRITE_WORDS"):
        file.write_text(json.dumps(sentences(), ensure_ascii=False, indent=1) + "\n")
    assert json.loads(file.read_text()) == sentences()
    assert codes() - set(sentences()) == set(PUT_TOGETHER)


def test_a_reason_is_a_sentence_for_a_refusal_and_its_own_words_else() -> None:
    refused = Entry(act="web.refused", result="refused", reason="too_much", details={"route": "tasks:claims"})
    assert reason_words(refused) == "只剩…了，请少认一些。"
    assert reason_words(Entry(act="account.refused", result="refused", reason="wrong")) == "账号或密码不对"
    counts = '{"sure": 8, "question": 2, "not_understood": 1}'
    assert reason_words(Entry(act="chat.read", reason=counts)) == "读准8条，拿不准2条，没读懂1行"
    assert reason_words(Entry(act="chat.read", reason="粘贴错了")) == "粘贴错了"
    assert reason_words(Entry(act="person.revealed", reason="own")) == "own"
    assert reason_words(Entry(act="web.refused", result="refused", reason="unheard_of")) == "unheard_of"
