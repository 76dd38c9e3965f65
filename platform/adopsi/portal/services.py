"""Acts of the editors (role `inti.redaksi`): write, publish and withdraw news; put up notices and take them down."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from adopsi.portal.models import News, Notice
from adopsi.portal.selectors import forget_home_news
from catalog.sdk.people import require_role
from tenants.accounts.models import Person
from tenants.attachments.services import store_image
from tenants.audit.services import record
from tenants.organisation.core_roles import EDITOR


@transaction.atomic
def save_article(*, news: News, picture: UploadedFile | None, actor: Person) -> News:
    """Store the article as it stands; a new one gets its address from its title and stays unpublished."""
    require_role(actor, EDITOR)
    if picture is not None:
        news.picture = store_image(upload=picture, purpose="portal.news", visibility="public", actor=actor)
    is_new = news.pk is None
    if is_new:
        news.author = actor
        _save_at_free_address(news)
    else:
        news.save()
    record(act="news.written" if is_new else "news.changed", subject=news, actor=actor)
    transaction.on_commit(forget_home_news)
    return news


def _save_at_free_address(news: News) -> None:
    base = slugify(news.title)[:100].strip("-") or "berita"
    for number in range(1, 100):
        news.slug = base if number == 1 else f"{base}-{number}"
        try:
            with transaction.atomic():
                news.save(force_insert=True)
        except IntegrityError:
            continue
        return
    news.slug = f"{base}-{timezone.now():%Y%m%d%H%M%S}"
    news.save(force_insert=True)


@transaction.atomic
def publish_article(*, news: News, actor: Person) -> None:
    """Show the article to everybody; publishing it again keeps its first date."""
    require_role(actor, EDITOR)
    locked = News.objects.select_for_update().get(pk=news.pk)
    if locked.is_published:
        return
    locked.is_published, locked.published_at = True, locked.published_at or timezone.now()
    locked.save(update_fields=["is_published", "published_at", "updated_at"])
    record(act="news.published", subject=locked, actor=actor)
    transaction.on_commit(forget_home_news)


@transaction.atomic
def withdraw_article(*, news: News, actor: Person) -> None:
    """Hide the article; its address answers 404 from now on."""
    require_role(actor, EDITOR)
    if News.objects.filter(pk=news.pk, is_published=True).update(is_published=False, updated_at=timezone.now()):
        record(act="news.withdrawn", subject=news, actor=actor)
        transaction.on_commit(forget_home_news)


@transaction.atomic
def save_notice(*, notice: Notice, actor: Person) -> Notice:
    """Put up the notice, or change it."""
    require_role(actor, EDITOR)
    is_new = notice.pk is None
    if is_new:
        notice.author = actor
    notice.save()
    record(act="notice.added" if is_new else "notice.changed", subject=notice, actor=actor)
    return notice


@transaction.atomic
def end_notice(*, notice: Notice, actor: Person) -> None:
    """Take the notice down now; one that has not begun is never shown."""
    require_role(actor, EDITOR)
    now = timezone.now()
    if Notice.objects.filter(pk=notice.pk, ends_at__gt=now).update(ends_at=max(now, notice.starts_at)):
        record(act="notice.ended", subject=notice, actor=actor)
