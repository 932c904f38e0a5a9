//! Rows of the reference that have no case, and why.

pub const TEXT: &str = "\
## Not computed, and why

| rows | what | why |
|---|---|---|
| B033–B039, Cauchy and nominal | active stress in other conventions | the engine has one convention, second Piola–Kirchhoff; the table above converts |
| B040–B051 | wrinkling of a film on a half-space | a bifurcation of a perfect body: the engine finds equilibria and stays on the flat one; these values feed the model of fine lines, which is below the mesh |
| B052–B058 | a film that grows in its plane | the engine's growth is isotropic; bifurcation as above |
| B059–B078 | wrinkling over a layer on a rigid base | as B040–B051 |
| B079, B080 | surface instability and crease of a half-space | as B040–B051; a crease also needs self-contact at a fold without a length scale, so that no mesh converges |
";
