//! Reading the constants of a model by name.

use std::collections::BTreeMap;

use catalog::ParameterTable;

use crate::models::Error;

/// One table of `data/model/` with its name, for messages.
#[derive(Debug, Clone, Copy)]
pub struct Parameters<'a> {
    name: &'a str,
    table: &'a ParameterTable,
}

impl<'a> Parameters<'a> {
    /// The table `data/model/NAME.toml`.
    pub fn new(name: &'a str, table: &'a ParameterTable) -> Self {
        Self { name, table }
    }

    /// Value of a parameter.
    ///
    /// # Errors
    /// [`Error::MissingParameter`], [`Error::BadParameter`].
    pub fn get(&self, key: &str) -> Result<f64, Error> {
        let parameter = self.table.get(key).ok_or_else(|| Error::MissingParameter {
            table: self.name.to_owned(),
            key: key.to_owned(),
        })?;
        if parameter.value.is_finite() {
            Ok(parameter.value)
        } else {
            Err(Error::BadParameter {
                table: self.name.to_owned(),
                key: key.to_owned(),
                value: parameter.value,
            })
        }
    }

    /// Reads one record for each name N of the keys `PREFIX.N.FIELD`.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn each<T>(
        &self,
        prefix: &str,
        read: impl Fn(&dyn Fn(&str) -> Result<f64, Error>) -> Result<T, Error>,
    ) -> Result<BTreeMap<String, T>, Error> {
        let mut records = BTreeMap::new();
        for key in self.table.keys() {
            let mut parts = key.split('.');
            let (Some(first), Some(name), Some(_)) = (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            if first != prefix || records.contains_key(name) {
                continue;
            }
            let of = |field: &str| self.get(&format!("{prefix}.{name}.{field}"));
            records.insert(name.to_owned(), read(&of)?);
        }
        Ok(records)
    }
}
