"""`{{ person.phone|masked_phone }}`, `{{ row.nik|masked_number }}`, `{{ row.diagnosis|masked }}`."""

from django import template

from tenants.vault.masking import mask_number, mask_phone, mask_text

register = template.Library()
register.filter("masked_phone", mask_phone)
register.filter("masked_number", mask_number)
register.filter("masked", mask_text)
