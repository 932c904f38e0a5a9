//! Reading `data/` into a [`Catalog`].

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::anatomy::LandmarkFile;
use crate::source::SourceFile;
use crate::{
    Area, Complaint, Complication, Enzyme, Error, Expression, Gel, GlidePlane, Landmark, Layer,
    Ligament, Muscle, ParameterTable, Problem, Professions, Rhytid, RuleSet, Safety, Scale, Source,
    Toxin, Vessel, check,
};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../data");

/// Files of a data folder: path relative to the folder (with `/`) → contents.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Everything that rhytid knows without computing.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// Sources by id.
    pub sources: BTreeMap<String, Source>,
    /// Toxins by name.
    pub toxins: BTreeMap<String, Toxin>,
    /// Gels by name.
    pub gels: BTreeMap<String, Gel>,
    /// Enzymes by name.
    pub enzymes: BTreeMap<String, Enzyme>,
    /// Landmarks by name.
    pub landmarks: BTreeMap<String, Landmark>,
    /// Muscles by name.
    pub muscles: BTreeMap<String, Muscle>,
    /// Vessels and nerves by name.
    pub vessels: BTreeMap<String, Vessel>,
    /// Retaining ligaments by name.
    pub ligaments: BTreeMap<String, Ligament>,
    /// Glide planes by name.
    pub glide_planes: BTreeMap<String, GlidePlane>,
    /// Expressions by name.
    pub expressions: BTreeMap<String, Expression>,
    /// Layers of the face by name.
    pub layers: BTreeMap<String, Layer>,
    /// Areas by name.
    pub areas: BTreeMap<String, Area>,
    /// Rhytids by name.
    pub rhytids: BTreeMap<String, Rhytid>,
    /// Scales by name.
    pub scales: BTreeMap<String, Scale>,
    /// Complaints by name.
    pub complaints: BTreeMap<String, Complaint>,
    /// Complications by name.
    pub complications: BTreeMap<String, Complication>,
    /// Safety words.
    pub safety: Safety,
    /// Professions, gates and experience.
    pub professions: Professions,
    /// Consensus rules by set.
    pub rules: BTreeMap<String, RuleSet>,
    /// Model parameters by file name.
    pub parameters: BTreeMap<String, ParameterTable>,
    /// Files that are not TOML records (tables of evidence), as they are.
    pub tables: Files,
    /// SHA-256 of all files, hexadecimal.
    pub hash: String,
}

impl Catalog {
    /// The facts embedded in the binary.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every problem; a test keeps the shipped facts free of them.
    pub fn embedded() -> Result<Self, Error> {
        Self::from_files(&Self::embedded_files())
    }

    /// The embedded files themselves.
    pub fn embedded_files() -> Files {
        let mut files = Files::new();
        collect(&EMBEDDED, &mut files);
        files
    }

    /// Facts from the files of a data folder.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every problem: syntax, unknown keys, numbers without a unit or
    /// a known source, names that lead nowhere, shares that do not sum to one.
    pub fn from_files(files: &Files) -> Result<Self, Error> {
        let mut reader = Reader::default();
        for (path, bytes) in files {
            reader.file(path, bytes);
        }
        let mut catalog = reader.catalog;
        catalog.hash = hash(files);
        let mut problems = reader.problems;
        check::all(&catalog, &reader.tree, &mut problems);
        if problems.is_empty() {
            Ok(catalog)
        } else {
            Err(Error::Invalid { problems })
        }
    }

    /// A source by id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.get(id)
    }
}

fn collect(dir: &Dir<'_>, files: &mut Files) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.insert(path, file.contents().to_vec());
    }
    for sub in dir.dirs() {
        collect(sub, files);
    }
}

fn hash(files: &Files) -> String {
    let mut digest = Sha256::new();
    for (path, bytes) in files {
        digest.update(path.as_bytes());
        digest.update([0]);
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    }
    digest
        .finalize()
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The three nearest of `names` to a word, best first; none when nothing is near.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let word = word.to_lowercase();
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| {
            let lower = name.to_lowercase();
            let contained = !word.is_empty() && (lower.contains(&word) || word.contains(&lower));
            let score = strsim::jaro_winkler(&word, &lower);
            (if contained { score.max(0.9) } else { score }, name)
        })
        .filter(|(score, _)| *score > 0.72)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored
        .into_iter()
        .take(3)
        .map(|(_, name)| name.to_owned())
        .collect()
}

#[derive(Default)]
struct Reader {
    catalog: Catalog,
    tree: BTreeMap<String, toml::Table>,
    problems: Vec<Problem>,
}

impl Reader {
    fn file(&mut self, path: &str, bytes: &[u8]) {
        if !std::path::Path::new(path)
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("toml"))
        {
            self.catalog.tables.insert(path.to_owned(), bytes.to_vec());
            return;
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            self.problem(path, "", "is not UTF-8 text");
            return;
        };
        match text.parse::<toml::Table>() {
            Ok(tree) => {
                self.tree.insert(path.to_owned(), tree);
                self.record(path, text);
            }
            Err(error) => self.problem(path, "", &error.to_string()),
        }
    }

    fn record(&mut self, path: &str, text: &str) {
        let name = path
            .rsplit('/')
            .next()
            .unwrap_or(path)
            .trim_end_matches(".toml");
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match (folder, name) {
            ("sources", _) => self.sources(path, text),
            ("products/toxins", _) => self.named(path, name, text, |c| &mut c.toxins, |x| &x.name),
            ("products/gels", _) => self.named(path, name, text, |c| &mut c.gels, |x| &x.name),
            ("products/enzymes", _) => {
                self.named(path, name, text, |c| &mut c.enzymes, |x| &x.name);
            }
            ("muscles", _) => self.named(path, name, text, |c| &mut c.muscles, |x| &x.name),
            ("vessels", _) => self.named(path, name, text, |c| &mut c.vessels, |x| &x.name),
            ("ligaments", _) => self.named(path, name, text, |c| &mut c.ligaments, |x| &x.name),
            ("glide-planes", _) => {
                self.named(path, name, text, |c| &mut c.glide_planes, |x| &x.name);
            }
            ("expressions", _) => {
                self.named(path, name, text, |c| &mut c.expressions, |x| &x.name);
            }
            ("layers", _) => self.named(path, name, text, |c| &mut c.layers, |x| &x.name),
            ("areas", _) => self.named(path, name, text, |c| &mut c.areas, |x| &x.name),
            ("rhytids", _) => self.named(path, name, text, |c| &mut c.rhytids, |x| &x.name),
            ("scales", _) => self.named(path, name, text, |c| &mut c.scales, |x| &x.name),
            ("complaints", _) => self.named(path, name, text, |c| &mut c.complaints, |x| &x.name),
            ("complications", _) => {
                self.named(path, name, text, |c| &mut c.complications, |x| &x.name);
            }
            ("rules", _) => self.named(path, name, text, |c| &mut c.rules, |x| &x.name),
            ("model", _) => {
                if let Some(table) = self.parse::<ParameterTable>(path, text) {
                    self.catalog.parameters.insert(name.to_owned(), table);
                }
            }
            ("", "landmarks") => self.landmarks(path, text),
            ("", "safety") => self.catalog.safety = self.parse(path, text).unwrap_or_default(),
            ("", "professions") => {
                self.catalog.professions = self.parse(path, text).unwrap_or_default();
            }
            _ => {
                self.catalog
                    .tables
                    .insert(path.to_owned(), text.as_bytes().to_vec());
            }
        }
    }

    fn sources(&mut self, path: &str, text: &str) {
        let Some(file) = self.parse::<SourceFile>(path, text) else {
            return;
        };
        for source in file.source {
            let id = source.id.clone();
            if self.catalog.sources.insert(id.clone(), source).is_some() {
                self.problem(path, &id, "this source id is used twice");
            }
        }
    }

    fn landmarks(&mut self, path: &str, text: &str) {
        let Some(file) = self.parse::<LandmarkFile>(path, text) else {
            return;
        };
        for landmark in file.landmark {
            let name = landmark.name.clone();
            if self
                .catalog
                .landmarks
                .insert(name.clone(), landmark)
                .is_some()
            {
                self.problem(path, &name, "this landmark stands twice");
            }
        }
    }

    fn named<T: DeserializeOwned>(
        &mut self,
        path: &str,
        file_name: &str,
        text: &str,
        slot: impl FnOnce(&mut Catalog) -> &mut BTreeMap<String, T>,
        name_of: impl Fn(&T) -> &str,
    ) {
        let Some(record) = self.parse::<T>(path, text) else {
            return;
        };
        if name_of(&record) != file_name {
            let message = format!("name is \"{}\", not that of the file", name_of(&record));
            self.problem(path, "name", &message);
        }
        slot(&mut self.catalog).insert(file_name.to_owned(), record);
    }

    fn parse<T: DeserializeOwned>(&mut self, path: &str, text: &str) -> Option<T> {
        match toml::from_str(text) {
            Ok(record) => Some(record),
            Err(error) => {
                self.problem(path, "", &error.to_string());
                None
            }
        }
    }

    fn problem(&mut self, file: &str, key: &str, message: &str) {
        self.problems.push(Problem {
            file: file.to_owned(),
            key: key.to_owned(),
            message: message.trim_end().to_owned(),
        });
    }
}
