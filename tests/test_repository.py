"""The repository tests itself: what is promised about all files, and documents that must be whole."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

BASE = Path(__file__).resolve().parent.parent
OURS = ("wfa", "workflows", "documents")
FOUND_BY_DJANGO = re.compile(r"^(400|403|403_csrf|404|500)\.html$|^(admin|registration)/")
READ_SETTING = re.compile(r"""env(?:\.\w+)?\(\s*["']([A-Z_]+)["']""")
INLINE = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "address with code or data in it": re.compile(r"[\"'(]\s*(data|javascript):", re.IGNORECASE),
}


def tracked(*patterns: str) -> list[Path]:
    words = ["git", "ls-files", "-co", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(words, cwd=BASE, capture_output=True, text=True, check=True).stdout
    return [
        BASE / name for name in sorted(filter(None, listed.split("\0"))) if (BASE / name).exists()
    ]


def source() -> list[Path]:
    files = tracked(*(f"{room}/**/*.py" for room in OURS), *(f"{room}/*.py" for room in OURS))
    return [file for file in files if "migrations" not in file.parts]


def templates() -> dict[str, Path]:
    """{name as Django knows it: file}"""
    files = [file for file in tracked("*.html") if "templates" in file.relative_to(BASE).parts]
    return {file.as_posix().rpartition("/templates/")[2]: file for file in files}


def test_no_file_holds_a_registry_address_or_a_machine_path():
    done = subprocess.run(
        [sys.executable, "bin/check-tree"], cwd=BASE, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.parametrize(
    "line",
    [
        "resolved: https://" + "pypi" + ".org/simple/x",
        "--find-links=" + "file://" + "/srv/wheels",
        "see /" + "root/notes.txt",
        "cd /" + "home/ani/luwes",
    ],
)
def test_address_or_path_is_found_where_it_stands(tmp_path, line):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "note.txt").write_text(f"first\n{line}\n")
    done = subprocess.run(
        [sys.executable, BASE / "bin/check-tree", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("note.txt:2: ")
    assert done.returncode == 1


def test_every_setting_is_described():
    read = set(READ_SETTING.findall((BASE / "wfa/settings.py").read_text()))
    described = set(re.findall(r"^\| `([A-Z_]+)`", (BASE / "docs/operations.md").read_text(), re.M))
    assert read
    assert read - described == set()
    assert described - read == set()


def test_example_of_settings_names_only_known_ones():
    named = re.findall(r"^(?:# )?([A-Z_]+)=", (BASE / ".env.example").read_text(), re.M)
    read = READ_SETTING.findall((BASE / "wfa/settings.py").read_text())
    assert set(named) - set(read) == set()


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_package_says_where_it_is_used(name):
    lines = (BASE / name).read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith(("#", "-"))]
    assert packages
    assert [line for line in packages if "  #" not in line and " # " not in line] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pinned_package_has_a_hash(name):
    blocks = re.split(r"\n(?=[a-z0-9])", (BASE / name).read_text())
    pinned = [block for block in blocks if re.match(r"[a-z0-9]", block)]
    assert pinned
    assert [block.split()[0] for block in pinned if "--hash=sha256:" not in block] == []


def test_glossary_has_every_model():
    glossary = (BASE / "docs/glossary.md").read_text()
    models = [m for m in apps.get_models() if m.__module__.startswith(OURS)]
    assert models
    missing = [m.__name__ for m in models if not re.search(rf"`{m.__name__}[`.]", glossary)]
    assert missing == []


def test_glossary_has_every_state_and_role():
    from wfa.people.authority import Role
    from wfa.requests.models import State

    glossary = (BASE / "docs/glossary.md").read_text()
    values = [str(value) for kind in (State, Role) for value in kind]
    assert [value for value in values if f"| `{value}`" not in glossary] == []


def test_every_template_is_used():
    texts = {file: file.read_text() for file in [*source(), *templates().values()]}
    unused = [
        name
        for name, file in templates().items()
        if not FOUND_BY_DJANGO.match(name)
        and not any(_mentions(text, name) for other, text in texts.items() if other != file)
    ]
    assert unused == []


def _mentions(text: str, name: str) -> bool:
    """By name, or by a name that is put together: f"documents/paper/{kind}.html"."""
    folder = name.rpartition("/")[0]
    return f'"{name}"' in text or f"'{name}'" in text or f'"{folder}/{{' in text


def test_templates_hold_no_inline_style_or_script():
    found = [
        f"{name}: {what}"
        for name, file in templates().items()
        for what, rule in INLINE.items()
        if rule.search(
            re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", file.read_text(), flags=re.S)
        )
    ]
    assert found == []


def test_components_begin_with_their_inputs():
    parts = {name: file for name, file in templates().items() if name.startswith("components/")}
    bare = [
        name
        for name, file in parts.items()
        if not file.read_text().startswith(("{#", "{% comment"))
    ]
    assert bare == []


def test_no_source_file_grows_past_400_lines():
    scripts = [file for file in tracked("bin") if file.suffix in {"", ".py"}]
    sizes = {file: len(file.read_text().splitlines()) for file in [*source(), *scripts]}
    assert {str(file.relative_to(BASE)): n for file, n in sizes.items() if n > 400} == {}


def test_changelog_has_a_place_for_what_comes():
    assert "(Unreleased)" in (BASE / "CHANGELOG.md").read_text()


def test_pictures_and_links_of_the_documents_exist():
    missing = [
        f"{file.relative_to(BASE)}: {link}"
        for file in tracked("*.md")
        for link in re.findall(r"\]\(([^)#:]+)\)", file.read_text())
        if not (file.parent / link).exists()
    ]
    assert missing == []
