//! `release` in a folder of its own: what it writes, checks and refuses.

use std::fs;
use std::path::Path;

use cloudflow_model::schema::{Field, Record, Schema};
use cloudflow_model::{Blueprint, Descriptor, Locks, Outlet, Topic};
use tempfile::TempDir;

use super::{APPLICATION, CELSIUS, Ended, RUN, SOURCE, WEATHER, golden, port, run};
use crate::Application;

/// The application with more partitions in a topic whose records have keys.
const WIDER: Blueprint<'static> = Blueprint {
    topics: &[Topic {
        port: port(0, "out"),
        name: Some("readings"),
        partitions: Some(24),
        replicas: Some(3),
        managed: true,
        settings: &[],
    }],
    ..WEATHER
};

fn release(application: &Application, options: &str, folder: &Path) -> Ended {
    run(application, &format!("release {options} --folder {}", folder.display()))
}

/// Returns a folder with the lock of [`WEATHER`].
fn released() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let ended = release(&APPLICATION, "", folder.path());
    assert_eq!((ended.code, ended.errors.as_str()), (0, ""));
    folder
}

fn lock(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("blueprint.lock")).unwrap()
}

#[track_caller]
fn says(ended: &Ended, code: u8, text: &str, folder: &TempDir) {
    let folder = folder.path().display().to_string();
    let said = format!("{}{}", ended.output, ended.errors).replace(&folder, "FOLDER");
    assert_eq!((ended.code, said.as_str()), (code, text));
}

#[test]
fn the_first_release_is_written_and_the_second_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    says(
        &release(&APPLICATION, "--check", folder.path()),
        1,
        "topic `readings` starts with version 1 of `weather.Reading`\n\
         topic `weather.hot-only.out` starts with version 1 of `weather.Reading`\n\
         error: nothing is released yet: there is no `FOLDER/blueprint.lock`\n\
         help: run `release` without `--check`, and commit the files\n",
        &folder,
    );
    assert!(!folder.path().join("blueprint.lock").exists());
    says(
        &release(&APPLICATION, "", folder.path()),
        0,
        "topic `readings` starts with version 1 of `weather.Reading`\n\
         topic `weather.hot-only.out` starts with version 1 of `weather.Reading`\n\
         released 3 instances and 2 topics of `weather`; commit `FOLDER/blueprint.lock` and \
         `FOLDER/schemas.lock`\n",
        &folder,
    );
    golden("blueprint.lock", &lock(&folder));
    golden("schemas.lock", &fs::read_to_string(folder.path().join("schemas.lock")).unwrap());
    let before = fs::metadata(folder.path().join("blueprint.lock")).unwrap().modified().unwrap();
    for options in ["", "--check"] {
        says(
            &release(&APPLICATION, options, folder.path()),
            0,
            "ok: `FOLDER/blueprint.lock` and `FOLDER/schemas.lock` hold 3 instances and 2 topics of \
             `weather` as they are\n",
            &folder,
        );
    }
    let after = fs::metadata(folder.path().join("blueprint.lock")).unwrap().modified().unwrap();
    assert_eq!(before, after);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_change_that_breaks_is_refused_until_the_lock_gives_it_up() {
    let folder = released();
    let wider = Application::new(&WIDER, RUN);
    let before = lock(&folder);
    for options in ["", "--check"] {
        let ended = release(&wider, options, folder.path());
        assert_eq!((ended.code, ended.output.as_str()), (1, ""));
        golden(
            "release_breaks.txt",
            &ended.errors.replace(&folder.path().display().to_string(), "FOLDER"),
        );
    }
    assert_eq!(lock(&folder), before);

    fs::write(
        folder.path().join("blueprint.lock"),
        before.replace("partitions = 12", "partitions = 24"),
    )
    .unwrap();
    let ended = release(&wider, "--check", folder.path());
    assert_eq!((ended.code, ended.errors.as_str()), (0, ""));
}

#[test]
fn programs_read_every_change() {
    let folder = released();
    let ended = release(&Application::new(&WIDER, RUN), "--format json", folder.path());
    assert_eq!((ended.code, ended.errors.as_str()), (1, ""));
    golden(
        "release_breaks.json",
        &ended.output.replace(&folder.path().display().to_string(), "FOLDER"),
    );
}

#[test]
fn verify_compares_with_the_lock_where_the_code_is() {
    let folder = released();
    let path: &'static str = folder.path().display().to_string().leak();
    let blueprint: &'static Blueprint<'static> =
        Box::leak(Box::new(Blueprint { locks: Locks { folder: path, ..Locks::NONE }, ..WIDER }));
    let ended = run(&Application::new(blueprint, RUN), "verify");
    assert_eq!((ended.code, ended.output.as_str()), (1, ""));
    golden("release_breaks.txt", &ended.errors.replace(path, "FOLDER"));

    fs::write(folder.path().join("blueprint.lock"), "<<<<<<< HEAD\n").unwrap();
    let ended = run(&Application::new(blueprint, RUN), "verify");
    assert_eq!(ended.code, 1);
    assert!(ended.errors.contains("blueprint.lock:1:1: git could not merge"), "{}", ended.errors);
}

#[test]
fn a_folder_that_is_not_there() {
    let ended = run(&APPLICATION, "release --folder no/such/folder");
    assert_eq!(
        (ended.code, ended.errors.as_str()),
        (
            1,
            "error: cannot find the locks of `weather`: there is no folder `no/such/folder`\n\
             help: run this where the application was compiled, or name the folder: `--folder FOLDER`\n"
        )
    );
}

#[test]
fn a_new_version_of_a_record_is_added() {
    const FAHRENHEIT: Field<'static> = Field { name: "fahrenheit", ..CELSIUS };
    const READING: Schema<'static> = Schema::Record(&Record {
        name: "weather.Reading",
        doc: "Words do not matter.",
        aliases: &[],
        fields: &[CELSIUS],
    });
    const RICHER: Schema<'static> = Schema::Record(&Record {
        name: "weather.Reading",
        doc: "",
        aliases: &[],
        fields: &[CELSIUS, FAHRENHEIT],
    });
    let folder = released();
    let added = |schema: &'static Schema<'static>| {
        let source: &'static Descriptor<'static> = Box::leak(Box::new(Descriptor {
            outlets: Box::leak(Box::new([Outlet {
                name: "out",
                schema,
                key: Some("record.celsius"),
                is_keyless: false,
            }])),
            ..SOURCE
        }));
        let mut instances = WEATHER.instances.to_vec();
        instances[0].streamlet = source;
        let blueprint = Box::leak(Box::new(Blueprint { instances: instances.leak(), ..WEATHER }));
        // The streamlets that read it are as they were, and the new version has all they need.
        let ended = release(&Application::new(blueprint, RUN), "--format json", folder.path());
        assert_eq!((ended.code, ended.errors.as_str()), (0, ""), "{}", ended.output);
        let report: serde_json::Value = serde_json::from_str(&ended.output).unwrap();
        report["schemas"].clone()
    };
    assert_eq!(added(&READING), serde_json::json!([]));
    let version =
        serde_json::json!([{ "topic": "readings", "version": 2, "schema": "weather.Reading" }]);
    assert_eq!(added(&RICHER), version);
    assert_eq!(added(&RICHER), serde_json::json!([]));
}
