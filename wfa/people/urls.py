from django.urls import include, path

from wfa.people.views import account, employees, held, region, sign_in, slips, units

urlpatterns = [
    path("masuk/", sign_in.SignIn.as_view(), name="masuk"),
    path("keluar/", sign_in.sign_out, name="keluar"),
    path("masuk-pertama/", sign_in.first_sign_in, name="masuk-pertama"),
    path("masuk-pertama/<str:code>/", sign_in.first_password, name="masuk-pertama-kode"),
    path("akun/", account.account, name="akun"),
    path("akun/sandi/", account.password, name="akun-sandi"),
    path("pegawai/", employees.people, name="pegawai"),
    path("pegawai/akun-baru/", employees.new_account, name="akun-baru"),
    path("pegawai/<int:pk>/", employees.person, name="pegawai-lihat"),
    path("pegawai/<int:pk>/kode/", employees.new_code, name="pegawai-kode"),
    path("pegawai/<int:pk>/aktif/", employees.set_active, name="pegawai-aktif"),
    path("tugas/", held.duties, name="tugas"),
    path("tugas/beri/", held.give_duty, name="tugas-beri"),
    path("tugas/<int:pk>/akhiri/", held.end_duty, name="tugas-akhiri"),
    path("jabatan/beri/", held.give_office, name="jabatan-beri"),
    path("jabatan/<int:pk>/akhiri/", held.end_office, name="jabatan-akhiri"),
    path("slip/", slips.choose, name="slip"),
    path("slip/<int:pk>/cetak/", slips.print_slips, name="slip-cetak"),
    path("unit/", units.tree, name="unit"),
    path("unit/<int:pk>/", units.unit, name="unit-lihat"),
    path("pengaturan/", region.settings, name="pengaturan"),
    path("pengaturan/kewenangan/", region.mandate, name="kewenangan"),
    path("lambang/", region.emblem, name="lambang"),
    path("", include("wfa.people.import_urls")),
]
