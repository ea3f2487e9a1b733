"""The house keeps its own rules: layout, sizes, locked packages, no left or right."""

import re
import site
import subprocess
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

ROOT = Path(__file__).parents[1]
GENERATED = re.compile(r"(^|/)migrations/|^tests/|^site/locale/")
# In pieces, because this file is searched, too.
REGISTRY_HOSTS = re.compile(
    r"pyp(?:i)\.org|python(?:h)osted\.org|registry\.(?:n)pmjs|deb\.(?:d)ebian"
)
PHYSICAL = re.compile(r"[\w-]*\b(?:left|right)\b[\w-]*")
# 500.html is sent when nothing works, tags included; it says one sentence per language.
LITERAL_LANGUAGE = re.compile(r"""\b(?:lang|hreflang)=["']en["']""")


def project_files(*suffixes: str) -> list[Path]:
    """Return the files git tracks or would track, as paths relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [Path(line) for line in dict.fromkeys(listed.stdout.splitlines())]
    return [path for path in paths if path.name.endswith(suffixes) and (ROOT / path).is_file()]


def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def too_long(paths: list[Path], limit: int) -> list[str]:
    lengths = {path: len(read(path).splitlines()) for path in paths}
    return [f"{path}: {length} lines" for path, length in lengths.items() if length > limit]


def physical_words(css: str) -> list[str]:
    """Return what would not mirror in a script written from right to left."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return PHYSICAL.findall(without_comments)


def entries_without_hash(requirements: str) -> list[str]:
    lines = requirements.replace("\\\n", " ").splitlines()
    entries = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]


def test_site_stays_the_module_of_the_standard_library():
    assert ROOT not in Path(site.__file__).parents
    assert not (ROOT / "site" / "__init__.py").exists()


def test_git_does_not_ignore_our_site_folder():
    assert Path("site/config/settings/base.py") in project_files(".py")


def test_system_checks_are_silent():
    assert run_checks() == []


@pytest.mark.django_db
def test_every_model_change_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_file_names_a_registry_host():
    named = [path for path in project_files("") if REGISTRY_HOSTS.search(read(path))]
    assert named == []


def test_registry_hosts_are_recognised():
    assert REGISTRY_HOSTS.search("https://py" + "pi.org/simple")
    assert REGISTRY_HOSTS.search('"resolved": "https://registry.np' + 'mjs.org/x"')


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_every_locked_package_has_a_hash(name):
    requirements = read(Path("requirements") / name)
    assert requirements.count("--hash=sha256:") > 100
    assert entries_without_hash(requirements) == []


def test_a_package_without_a_hash_is_found():
    assert entries_without_hash("a==1 \\\n    --hash=sha256:0\nb==2\n") == ["b==2"]
    assert entries_without_hash("a>=1 --hash=sha256:0") == ["a>=1 --hash=sha256:0"]


def test_modules_have_at_most_300_lines():
    modules = [path for path in project_files(".py") if not GENERATED.search(path.as_posix())]
    assert too_long(modules, 300) == []


def test_the_settings_are_split_before_they_grow():
    assert too_long([Path("site/config/settings/base.py")], 250) == []


def test_templates_have_at_most_120_lines():
    templates = [path for path in project_files("") if path.parts[0] == "templates"]
    assert templates
    assert too_long(templates, 120) == []


def test_no_template_writes_a_language_by_hand():
    written = [path.name for path in project_files(".html") if LITERAL_LANGUAGE.search(read(path))]
    assert written == ["500.html"]


def test_css_knows_no_left_and_right():
    sheets = project_files(".css")
    assert sheets
    assert {str(path): found for path in sheets if (found := physical_words(read(path)))} == {}


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("p { margin-left: 0 }", ["margin-left"]),
        ("p { text-align: right }", ["right"]),
        ("p { border-top-right-radius: 0 }", ["border-top-right-radius"]),
        ("p { margin-inline-start: 0 } /* not left */ .bright { top: 0 }", []),
    ],
)
def test_physical_directions_are_recognised(css, found):
    assert physical_words(css) == found
