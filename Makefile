# `make help` menyebut semua sasaran. Keterangan di belakang ## tampil di sana.
PYTHON ?= python3
ARGS ?=
VENV := .venv/bin
RACES := tests/workflows/test_races.py tests/workflows/test_races_around.py tests/schedules/test_races.py tests/schedules/test_races_days.py tests/schedules/test_races_imports.py tests/documents/test_races.py

.DEFAULT_GOAL := help
.PHONY: help run demo test test-sqlite test-postgres test-browser check lock assets worker shell format bench load axe races lives

help: ## Menampilkan daftar ini
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: ## Menyiapkan segalanya, lalu menjalankan Luwes dengan daerah contoh (PORT=8000)
	@$(PYTHON) bin/setup run
	@$(VENV)/python bin/serve

demo: ## Membuat data contoh baru; basis data lama disimpan sebagai *.lama
	@$(PYTHON) bin/setup demo

test: ## Semua uji: SQLite, PostgreSQL, dan Chromium
	@$(PYTHON) bin/setup test
	@bin/test all

test-sqlite: ## Uji pada SQLite saja (ARGS="tests/people -x")
	@$(PYTHON) bin/setup check
	@bin/test sqlite $(ARGS)

test-postgres: ## Uji pada PostgreSQL saja (ARGS=…)
	@$(PYTHON) bin/setup test
	@bin/test postgres $(ARGS)

test-browser: ## Perjalanan di Chromium saja (ARGS=…, SHOTS=1 memperbarui docs/gambar)
	@$(PYTHON) bin/setup test
	@bin/test browser $(ARGS)

axe: ## Aksesibilitas: setiap halaman, setiap peran, dua lebar, dua tema (di luar make test)
	@$(PYTHON) bin/setup test
	@bin/test axe $(ARGS)

races: ## Dua atau lima puluh orang pada saat yang sama, ROUNDS=20 putaran, pada PostgreSQL
	@$(PYTHON) bin/setup test
	@RACE_ROUNDS=$(or $(ROUNDS),20) bin/test postgres $(RACES) $(ARGS)

lives: ## Riwayat acak yang panjang, LIVES=100 riwayat, pada SQLite
	@$(PYTHON) bin/setup check
	@LIVES=$(or $(LIVES),100) bin/test sqlite tests/workflows/test_lifecycle.py tests/schedules/test_lives.py $(ARGS)

check: ## Format, kaidah, tipe, arah impor, migrasi, dan pemeriksaan pemasangan
	@$(PYTHON) bin/setup check
	@bin/check

format: ## Merapikan kode dan templat
	@$(PYTHON) bin/setup check
	@$(VENV)/ruff check --fix --quiet . ; $(VENV)/ruff format --quiet .
	@find templates -name '*.html' -print0 | xargs -0 -r $(VENV)/djade --target-version 5.2

lock: ## Mengunci ulang versi dan hash paket (ARGS=--upgrade)
	@$(PYTHON) bin/setup check
	@bin/lock $(ARGS)

assets: ## Menyusun ulang CSS dan JS di static/ (memerlukan Node.js)
	@cd assets && npm ci --silent && node build.mjs

worker: ## Menjalankan pekerja latar saja
	@$(PYTHON) bin/setup run
	@$(VENV)/python manage.py worker

shell: ## Membuka shell Django
	@$(PYTHON) bin/setup run
	@$(VENV)/python manage.py shell

bench: ## Tolok ukur: make bench ARGS="inbox --pending 1000 --database sqlite"
	@$(PYTHON) bin/setup test
	@$(VENV)/python -m bench $(ARGS)

load: ## Beban presensi: 15.000 orang dalam 15 menit (ARGS="--people 600 --minutes 5")
	@$(PYTHON) bin/setup test
	@$(VENV)/python -m bench.load $(ARGS)
