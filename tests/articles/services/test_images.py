from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from articles.models import ArticleImage, Image
from articles.services import images
from articles.services.images import ImageRefused, rendition_widths, save_image, store_image
from tests.builders import AT, make_article, make_author


def picture(width: int = 1600, height: int = 800, kind: str = "JPEG", mode: str = "RGB", **options: object) -> BytesIO:
    output = BytesIO()
    Pillow.new(mode, (width, height), "red").save(output, kind, **options)
    output.seek(0)
    return output


def opened(path: str) -> Pillow.Image:
    with default_storage.open(path) as stored:
        image = Pillow.open(BytesIO(stored.read()))
        image.load()
        return image


def test_renditions_have_the_fixed_widths_and_keep_the_shape() -> None:
    stored = store_image(picture())
    sizes = [(opened(path).format, opened(path).size) for path in stored.renditions]
    assert sizes == [("WEBP", (320, 160)), ("WEBP", (640, 320)), ("WEBP", (960, 480)), ("WEBP", (1280, 640))]
    assert (stored.width, stored.height) == (1600, 800)


@pytest.mark.parametrize(
    ("width", "widths"),
    [(100, [100]), (320, [320]), (500, [320, 500]), (1280, [320, 640, 960, 1280]), (4000, [320, 640, 960, 1280])],
)
def test_nothing_is_enlarged(width: int, widths: list[int]) -> None:
    assert rendition_widths(width) == widths


def test_camera_data_is_taken_out_and_the_picture_stands_upright() -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of somebody"
    stored = store_image(picture(400, 200, exif=exif))
    assert opened(stored.path).size == (200, 400)
    assert dict(opened(stored.path).getexif()) == {}
    with default_storage.open(stored.path) as file:
        assert b"Camera" not in file.read()


def test_the_same_bytes_get_the_same_name_and_other_bytes_another() -> None:
    assert store_image(picture()) == store_image(picture())
    assert store_image(picture()).path != store_image(picture(1601)).path


def test_transparency_is_kept() -> None:
    stored = store_image(picture(kind="PNG", mode="RGBA"))
    assert (opened(stored.path).format, opened(stored.path).mode) == ("PNG", "RGBA")


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", picture().getvalue()[:200]],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ImageRefused, match="not a picture that can be read"):
        store_image(BytesIO(data))


def test_a_picture_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_PIXELS", 1000)
    with pytest.raises(ImageRefused, match="This picture is 1,600 by 800 pixels"):
        store_image(picture())


def test_a_file_with_too_many_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(ImageRefused, match="over 1 MB"):
        store_image(BytesIO(b"x" * (1024 * 1024 + 1)))


@pytest.mark.django_db
def test_whoever_changes_the_words_of_a_picture_is_an_author_of_the_articles_that_show_it() -> None:
    article, by = make_article(), make_author()
    image = save_image(image=Image(slug="leg", alt="A leg seen from the side."), upload=picture(), by=by, at=AT)
    ArticleImage.objects.create(article=article, image=image)
    image.alt = "A thigh."
    save_image(image=image, upload=None, by=by, at=AT)
    assert [edit.by for edit in article.edits.filter(by=by)] == [by]
    assert Image.objects.get().alt == "A thigh."
