"""A frozen content made by hand, for the rendering alone."""

from documents.kinds import law

TOKEN = "3f9a62c108de7b543f9a62c108de7b54"
ISSUER = "KEPALA BADAN KEPEGAWAIAN KABUPATEN ARJAMUKTI"
ABOUT = "PELAKSANAAN TUGAS KEDINASAN SECARA FLEKSIBEL BULAN AGUSTUS 2026"


def row(no, name="Ratna Wulandari, S.Kom."):
    return {
        "no": no,
        "name": name,
        "nip": f"19850412 201001 2 {no % 1000:03}",
        "rank": "Golongan IX" if no % 5 == 0 else "Penata (III/c)",
        "position": "Pranata Komputer Ahli Muda",
        "unit": "Bidang Aplikasi Informatika",
        "mode": "WFH",
        "days": "Jumat, 21 dan 28 Agustus 2026",
        "place": "Rumah atau tempat tinggal",
    }


def decree(rows=None, *, paper="A4"):
    clauses = [{"text": f"Diktum {n} berisi ketentuan yang cukup panjang."} for n in range(6)]
    return {
        "kind": "decree",
        "family": "serif",
        "paper": paper,
        "pdf_title": "Keputusan",
        "number": "800.1.11.1/0123/BKPSDM/2026",
        "dated_words": "4 Agustus 2026",
        "signed_at": "2026-08-04T02:02:17+00:00",
        "signed_words": "Selasa, 4 Agustus 2026, 09.02 WIB",
        "place": "Arjamukti",
        "letterhead": {
            "government": "PEMERINTAH KABUPATEN ARJAMUKTI",
            "unit": "BADAN KEPEGAWAIAN",
            "address": "Jalan Pahlawan 1",
        },
        "verification": {"token": TOKEN, "url": f"https://luwes.example/v/{TOKEN}/"},
        "heading": f"KEPUTUSAN {ISSUER}",
        "about": ABOUT,
        "office": ISSUER,
        "considering": ["bahwa perlu;", "bahwa telah dinilai;", "bahwa perlu menetapkan;"],
        "recalling": [f"{line};" for line in law.NATIONAL],
        "noting": [],
        "enacting": f"KEPUTUSAN {ISSUER} TENTANG {ABOUT}.",
        "clauses": law.clauses(clauses),
        "signature": {
            "enacted": True,
            "lines": [f"{ISSUER},"],
            "name": "Endah Purwaningsih, S.H., M.Si.",
            "rank": "Pembina Utama Muda (IV/c)",
            "nip": "19710923 199703 2 005",
        },
        "copies": ["Bupati Arjamukti; dan", "Pegawai yang bersangkutan."],
        "annex": {
            "heading": f"KEPUTUSAN {ISSUER}",
            "title": "DAFTAR PEGAWAI",
            "rows": rows or [row(1)],
        },
    }
