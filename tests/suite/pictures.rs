//! Pictures from the file that an author gives to those that are published: sizes, formats, what is left out, what is refused.

use std::collections::BTreeMap;
use std::sync::Arc;

use alongside::files::Artifact;
use alongside::images::{Format, Pixels, Store};
use alongside::pipeline::{self, Press, Purpose, Session};
use alongside::write::Cache;

use super::driver::{self, Built, SiteTest, page};

/// Pixels in which nothing is even: neither a decoder nor an encoder has it easy.
fn pixels(width: u32, height: u32) -> Vec<u8> {
    (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| {
            let wave = |n: u32| ((x * n + y * (n + 3)) % 251) as u8;
            [200 - wave(1) / 4, wave(2), (x * y % 256) as u8]
        })
        .collect()
}

/// What a camera notes: that it was held upright, who made it, the photographer, the place.
fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    let entries: [(u16, u16, u32, [u8; 4]); 4] = [
        (0x010f, 2, 4, *b"Acme"),
        (0x0112, 3, 1, [0, 6, 0, 0]),
        (0x013b, 2, 4, *b"Mari"),
        (0x8825, 4, 1, 62_u32.to_be_bytes()),
    ];
    tiff.extend(4_u16.to_be_bytes());
    for (tag, kind, count, value) in entries {
        tiff.extend(tag.to_be_bytes());
        tiff.extend(kind.to_be_bytes());
        tiff.extend(count.to_be_bytes());
        tiff.extend(value);
    }
    tiff.extend([0; 4]);
    // The directory of the place: one entry, the latitude's half of the globe.
    tiff.extend(*b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    tiff
}

/// A photograph as it comes from a camera.
pub(crate) fn photo(width: u32, height: u32) -> Vec<u8> {
    mozjpeg_rs::Encoder::new(mozjpeg_rs::Preset::BaselineFastest)
        .quality(90)
        .exif_data(exif())
        .encode_rgb(&pixels(width, height), width, height)
        .unwrap()
}

fn png(
    width: u32,
    height: u32,
    change: impl FnOnce(&mut png::Encoder<'_, &mut Vec<u8>>),
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    change(&mut encoder);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels(width, height)).unwrap();
    writer.finish().unwrap();
    file
}

/// A PNG that says that it is this large and holds next to nothing.
fn claimed(width: u32, height: u32) -> Vec<u8> {
    let mut file = png(1, 1, |_| {});
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let checksum = checksum(&file[12..29]);
    file[29..33].copy_from_slice(&checksum.to_be_bytes());
    file
}

/// The checksum of a PNG's chunk (CRC-32).
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| match crc & 1 {
            1 => (crc >> 1) ^ 0xedb8_8320,
            _ => crc >> 1,
        })
    })
}

/// A site of one page with this body, a bundle.
fn site(body: &str) -> SiteTest {
    SiteTest::new(&[("content/gate/index.md", &page("Gate", "", body))])
}

/// The published pictures, by the end of their names.
fn published(built: &Built) -> BTreeMap<String, Vec<u8>> {
    built
        .all()
        .into_iter()
        .filter_map(|(path, bytes)| {
            let name = path.strip_prefix("assets/pictures/")?;
            Some((
                name.split_once('-').map_or(name, |(_, end)| end).to_owned(),
                bytes,
            ))
        })
        .collect()
}

/// A page's HTML with the names of pictures made short.
fn short(html: &str) -> String {
    let mut short = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("/assets/pictures/") {
        let start = at + "/assets/pictures/".len();
        short.push_str(&rest[..at]);
        short.push('~');
        rest = &rest[start + 10..];
    }
    short + rest
}

#[test]
fn a_picture_is_published_in_the_sizes_of_the_look_and_nothing_else_of_it() {
    let built = site("Words.\n\n![A *green* gate](gate.jpg){#g}\n\n[All of it](gate.jpg)\n")
        .picture("content/gate/gate.jpg", &photo(600, 1000))
        .clean();
    let main = short(built.main("/gate/"));
    assert!(
        main.contains(
            "<picture><source type=\"image/avif\" srcset=\"~-480.avif 480w, ~-1000.avif 1000w\" \
             sizes=\"(min-width: 40rem) 35rem, 100vw\"><img src=\"~-1000.jpg\" alt=\"A green gate\" id=\"g\" \
             width=\"1000\" height=\"600\" srcset=\"~-480.jpg 480w, ~-1000.jpg 1000w\" \
             sizes=\"(min-width: 40rem) 35rem, 100vw\" loading=\"lazy\"></picture>"
        ),
        "{main}"
    );
    assert!(main.contains("<a href=\"~-1000.jpg\">"), "{main}");
    let pictures = published(&built);
    let names: Vec<&str> = pictures.keys().map(|name| &**name).collect();
    assert_eq!(names, ["1000.avif", "1000.jpg", "480.avif", "480.jpg"]);
    assert!(!built.has("gate/gate.jpg"), "the original is not published");
    for (name, bytes) in &pictures {
        for note in [&b"Exif"[..], b"Acme", b"Mari", b"ICC_PROFILE"] {
            let is_there = bytes.windows(note.len()).any(|window| window == note);
            assert!(!is_there, "{name} holds {note:?}");
        }
    }
    // The camera was held upright: what it saved as 600 × 1000 is seen as 1000 × 600.
    let small = Pixels::decode(&pictures["480.jpg"], Format::Jpeg).unwrap();
    assert_eq!(small.size(), (480, 288));
}

#[test]
fn avif_can_be_turned_off_and_other_pictures_than_photographs_stay_sharp() {
    let see_through = png(500, 20, |encoder| encoder.set_trns(vec![0, 1, 0, 2, 0, 3]));
    let built = site("![A](a.jpg) ![B](b.png) ![C](c.png)\n")
        .settings("images: {avif: false}\n")
        .picture("content/gate/a.jpg", &photo(40, 30))
        .picture("content/gate/b.png", &see_through)
        .picture("content/gate/c.png", &png(30, 30, |_| {}))
        .clean();
    let main = short(built.main("/gate/"));
    assert!(
        main.contains(
            "<img src=\"~-30.jpg\" alt=\"A\" width=\"30\" height=\"40\" loading=\"lazy\">\u{20}\
             <img src=\"~-500.png\" alt=\"B\" width=\"500\" height=\"20\" loading=\"lazy\">\u{20}\
             <img src=\"~-30.jpg\" alt=\"C\" width=\"30\" height=\"30\" loading=\"lazy\">"
        ),
        "{main}"
    );
    assert!(!main.contains("<picture>"));
}

#[test]
fn pictures_of_fields_and_directives_are_prepared_and_those_that_nothing_shows_are_not() {
    let site = SiteTest::new(&[
        (
            "content/gate/index.md",
            &page(
                "Gate",
                "image: {src: gate.jpg, alt: A gate}",
                "::: figure {src=\"plan.jpg\" alt=\"A plan\"} :::\n\n<img src=\"raw.jpg\" alt=\"Raw\">\n\n![S](/copied.jpg)\n",
            ),
        ),
        ("content/later/index.md", &page("Later", "draft: true", "![L](later.jpg)\n")),
    ])
    .settings("images: {avif: false}\n")
    .picture("content/gate/gate.jpg", &photo(30, 600))
    .picture("content/gate/plan.jpg", &photo(31, 600))
    .picture("content/gate/raw.jpg", &photo(32, 600))
    .picture("content/gate/unused.jpg", &photo(33, 40))
    .picture("content/later/later.jpg", &photo(34, 40))
    .picture("static/copied.jpg", &photo(35, 600));
    let built = site.build();
    let told: Vec<String> = built
        .inner()
        .diagnostics
        .iter()
        .map(|found| found.message.clone())
        .collect();
    assert_eq!(
        told,
        [
            "the file `static/copied.jpg` is published as it is, and tells more than it shows: who made it or worked on it, the device that made it"
        ]
    );
    let main = short(built.main("/gate/"));
    for shown in [
        "<img src=\"~-600.jpg\" alt=\"A gate\" width=\"600\" height=\"30\" srcset=\"~-480.jpg 480w, ~-600.jpg 600w\" sizes=\"(min-width: 40rem) 35rem, 100vw\">",
        "<img src=\"~-600.jpg\" alt=\"A plan\" width=\"600\" height=\"31\" srcset=\"~-480.jpg 480w, ~-600.jpg 600w\" sizes=\"(min-width: 40rem) 35rem, 100vw\" loading=\"lazy\">",
        "<img src=\"~-600.jpg\" alt=\"Raw\" width=\"600\" height=\"32\" srcset=\"~-480.jpg 480w, ~-600.jpg 600w\" sizes=\"(min-width: 40rem) 35rem, 100vw\" loading=\"lazy\">",
        "<img src=\"/copied.jpg\" alt=\"S\" width=\"600\" height=\"35\" loading=\"lazy\">",
    ] {
        assert!(main.contains(shown), "{shown}\n{main}");
    }
    let head = short(built.page("/gate/"));
    assert!(
        head.contains("<meta property=\"og:image\" content=\"https://network.example~-600.jpg\">"),
        "{head}"
    );
    let pictures: Vec<String> = built
        .all()
        .into_keys()
        .filter(|path| path.ends_with(".jpg"))
        .collect();
    assert_eq!(pictures.len(), 7, "{pictures:?}");
    // A picture in `static/` is copied as it is.
    assert_eq!(built.all()["copied.jpg"], photo(35, 600));
}

#[test]
fn bytes_do_not_depend_on_threads_and_one_file_is_made_as_all_are() {
    let site = site("![A](a.jpg) ![B](b.png)\n")
        .picture("content/gate/a.jpg", &photo(90, 600))
        .picture("content/gate/b.png", &png(64, 48, |_| {}));
    let with = |threads: usize| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap()
            .install(|| site.clean())
    };
    let one = with(1);
    assert_eq!(published(&one).len(), 6);
    for threads in [2, 8] {
        assert_eq!(one.differing(&with(threads)), [""; 0]);
    }
    let outputs = one.inner().edition.outputs().unwrap();
    for (path, expected) in one.all() {
        if path.starts_with("assets/pictures/") {
            assert!(outputs.has(&path));
            let made = outputs.file(&path).unwrap().unwrap();
            assert_eq!(driver::bytes(&made), expected, "{path}");
        }
    }
    assert!(!outputs.has("assets/pictures/nothing-480.avif"));
}

#[test]
fn what_was_kept_gives_the_same_site_and_what_was_damaged_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let site = site("![A](a.jpg)\n").picture("content/gate/a.jpg", &photo(60, 60));
    let build = || -> BTreeMap<String, Vec<u8>> {
        let cache = Arc::new(Cache::of(folder.path(), "pictures"));
        let edition = Session::new(cache).update(&site.files(), &driver::options());
        let made = std::sync::Mutex::new(Vec::<Artifact>::new());
        let printed = Press::default().print(&edition, Purpose::Publish, &|artifact| {
            made.lock().unwrap().push(artifact)
        });
        assert_eq!(edition.diagnostics(&printed.diagnostics), []);
        let made = made.into_inner().unwrap();
        made.iter()
            .map(|artifact| (artifact.path.to_string(), driver::bytes(artifact)))
            .collect()
    };
    let kept = || -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder.path().join(".alongside/cache/pictures")).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let cold = build();
    assert_eq!(kept().len(), 2);
    assert_eq!(build(), cold, "from what was kept");
    for path in kept() {
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.truncate(bytes.len() - 1);
        std::fs::write(&path, bytes).unwrap();
    }
    assert_eq!(build(), cold, "what was damaged is made again");
    // What was kept is used: another picture under the same key would be published.
    let cache = Cache::of(folder.path(), "pictures");
    let path = kept()
        .into_iter()
        .find(|path| path.extension().unwrap() == "jpg")
        .unwrap();
    cache.put(path.file_name().unwrap().to_str().unwrap(), b"kept");
    assert!(build().values().any(|bytes| bytes == b"kept"));
}

#[test]
fn hostile_and_damaged_pictures_are_findings_where_they_are_named() {
    let whole = photo(60, 60);
    let bomb = "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg><text>&a;</text></svg>";
    let animated = {
        let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        [
            b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".as_slice(),
            frame,
            frame,
            b";",
        ]
        .concat()
    };
    let mut damaged = png(40, 40, |_| {});
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    let cases: &[(&str, &[u8], &str)] = &[
        (
            "huge.png",
            &claimed(60_000, 60_000),
            "image/unreadable the file `content/gate/huge.png` says that it is 60000 × 60000 pixels, and Alongside reads at most 16384 on a side and 64 million in all",
        ),
        (
            "none.png",
            &claimed(0, 4),
            "image/unreadable the file `content/gate/none.png` is damaged",
        ),
        (
            "bomb.png",
            &claimed(8_000, 8_000),
            "image/unreadable the file `content/gate/bomb.png` is damaged",
        ),
        (
            "damaged.png",
            &damaged,
            "image/unreadable the file `content/gate/damaged.png` is damaged",
        ),
        (
            "half.jpg",
            &whole[..whole.len() / 2],
            "image/unreadable the file `content/gate/half.jpg` breaks off before its end",
        ),
        (
            "page.png",
            b"<html></html>",
            "image/unreadable the file `content/gate/page.png` is no picture",
        ),
        (
            "empty.webp",
            b"",
            "image/unreadable the file `content/gate/empty.webp` is empty",
        ),
        (
            "phone.jpg",
            b"\0\0\0\x18ftypheic\0\0\0\0",
            "image/format the file `content/gate/phone.jpg` is HEIC, which Alongside cannot read",
        ),
        (
            "wrong.jpg",
            &png(9, 9, |_| {}),
            "image/wrong-extension the file `content/gate/wrong.jpg` is not what its name says: it is PNG",
        ),
        (
            "moves.gif",
            &animated,
            "image/animated the picture `content/gate/moves.gif` moves, and only its first frame is published",
        ),
        (
            "runs.svg",
            b"<svg width='1' height='1'><script>x</script></svg>",
            "image/svg-cleaned of the picture `content/gate/runs.svg` this is left out: `<script>`",
        ),
        (
            "bomb.svg",
            bomb.as_bytes(),
            "image/unreadable the file `content/gate/bomb.svg` is an SVG that declares or uses entities of its own",
        ),
    ];
    for (name, bytes, expected) in cases {
        let site = site(&format!("![A]({name})\n\n![A again]({name})\n"))
            .settings("images: {avif: false}\n")
            .picture(&format!("content/gate/{name}"), bytes);
        let findings = site.findings();
        assert_eq!(findings, [format!("content/gate/index.md:5:6 {expected}")]);
        // What making the files would find, checking finds, and makes none.
        let edition = Session::default().update(&site.files(), &driver::options());
        let checked = edition.diagnostics(&Press::default().proof(&edition, &|| false).diagnostics);
        let built = pipeline::build(&site.files(), &driver::options());
        assert_eq!(checked, built.diagnostics, "{name}");
    }
}

#[test]
fn a_note_that_unpacks_to_many_megabytes_is_never_unpacked() {
    let bomb = png(3, 3, |encoder| {
        encoder
            .add_ztxt_chunk("Comment".into(), "a".repeat(16 << 20))
            .unwrap();
    });
    assert!(bomb.len() < 1 << 18);
    let built = site("![A](a.png)\n")
        .settings("images: {avif: false}\n")
        .picture("content/gate/a.png", &bomb)
        .clean();
    assert_eq!(published(&built).len(), 1);
}

#[test]
fn an_svg_is_published_clean_under_a_name_of_its_content() {
    let source = "<svg viewBox='0 0 4 3' xmlns:i='urn:i' i:file='/home/mari/key.svg'><!-- Mari --><path d='M0 0' onclick='x'/></svg>";
    let site = site("![A key](mari-key.svg)\n").edit("content/gate/mari-key.svg", source);
    let built = site.build();
    assert_eq!(
        site.findings(),
        [
            "content/gate/index.md:5:10 image/svg-cleaned of the picture `content/gate/mari-key.svg` this is left out: `onclick`"
        ]
    );
    let pictures = published(&built);
    let (name, bytes) = pictures.first_key_value().unwrap();
    assert!(name.ends_with(".svg") && !name.contains("mari"), "{name}");
    assert_eq!(
        String::from_utf8_lossy(bytes),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><path d=\"M0 0\"/></svg>\n"
    );
    assert!(!built.has("gate/mari-key.svg"));
    assert!(built.main("/gate/").contains(&format!(
        "<img src=\"/assets/pictures/{name}\" alt=\"A key\" width=\"4\" height=\"3\" loading=\"lazy\">"
    )));
}

#[test]
fn a_field_says_what_its_picture_shows_or_that_it_shows_nothing_new() {
    let with = |image: &str| {
        SiteTest::new(&[("content/gate/index.md", &page("Gate", image, ""))])
            .edit("content/gate/gate.svg", "<svg width='1' height='1'/>")
            .findings()
    };
    let missing = "image/missing-alt the picture `gate.svg` has no alternative text";
    assert_eq!(
        with("image: gate.svg"),
        [format!("content/gate/index.md:4:8 {missing}")]
    );
    assert_eq!(
        with("image: {src: gate.svg}"),
        [format!("content/gate/index.md:4:14 {missing}")]
    );
    assert_eq!(with("image: {src: gate.svg, alt: A gate}"), [""; 0]);
    assert_eq!(with("image: {src: gate.svg, decorative: true}"), [""; 0]);
}

#[test]
fn sizes_that_an_author_names_one_by_one_are_not_there() {
    let built = site("<img src=\"a.jpg\" srcset=\"a.jpg 1x, b.jpg 2x\" alt=\"A\">\n")
        .picture("content/gate/a.jpg", &photo(9, 9));
    assert_eq!(
        built.findings(),
        [
            "content/gate/index.md:5:18 image/srcset `srcset` names files of the site, which are published under other names"
        ]
    );
}

#[test]
fn while_an_error_is_known_no_picture_is_made_and_damaged_ones_are_told_of_all_the_same() {
    // Its head is whole, and what follows is not.
    let mut damaged = png(40, 40, |_| {});
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0xff;
    let site = site("![A](a.jpg) ![B](b.png)\n")
        .picture("content/gate/a.jpg", &photo(60, 60))
        .picture("content/gate/b.png", &damaged);
    let made = |purpose: Purpose| {
        let edition = Session::default().update(&site.files(), &driver::options());
        let made = std::sync::Mutex::new(Vec::new());
        let printed = Press::default().print(&edition, purpose, &|artifact| {
            made.lock().unwrap().push(artifact.path.to_string());
        });
        let made = made.into_inner().unwrap();
        let takes_long = made
            .iter()
            .filter(|path| {
                path.contains("/pictures/")
                    || path.starts_with("search/") && !path.ends_with(".html")
            })
            .count();
        let codes: Vec<&str> = printed
            .diagnostics
            .iter()
            .map(|found| found.code.name)
            .collect();
        (takes_long > 0, codes)
    };
    assert_eq!(made(Purpose::Rehearse), (false, vec!["image/unreadable"]));
    assert_eq!(made(Purpose::Show), (true, vec!["image/unreadable"]));
}
