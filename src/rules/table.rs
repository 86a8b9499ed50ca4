//! Rules about tables.

use super::{Basis, Rule};
use crate::diagnostics::Level;

/// Rules about tables.
pub(super) const TABLE: &[Rule] = &[
    Rule {
        code: "table/no-header",
        level: Level::Error,
        title: "Table without header cells",
        why: "A screen reader says the header with each cell: \"Place: school office\". Without headers the reader \
              hears a row of loose words and has to remember which column is which.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
Table: Where to turn in work
| | |
| --- | --- |
| One to five | School office |
| Six to eight | Library |
",
        right: "\
Table: Where to turn in work
| Grades | Place |
| --- | --- |
| One to five | School office |
| Six to eight | Library |
",
    },
    Rule {
        code: "table/empty-header",
        level: Level::Error,
        title: "Empty header cell",
        why: "The cells of this column have no name. A reader with a screen reader hears \"library\" or \"Monday\" and \
              cannot know what it means there.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
Table: Where to turn in work
| Grades | | Day |
| --- | --- | --- |
| One to five | School office | Friday |
| Six to eight | Library | Monday |
",
        right: "\
Table: Where to turn in work
| Grades | Place | Day |
| --- | --- | --- |
| One to five | School office | Friday |
| Six to eight | Library | Monday |
",
    },
    Rule {
        code: "table/no-caption",
        level: Level::Warning,
        title: "Table without a caption",
        why: "A screen reader can jump from table to table and says each caption first. Without one the reader has to \
              go through the cells to learn what the table is for.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
| Grades | Place |
| --- | --- |
| One to five | School office |
| Six to eight | Library |
",
        right: "\
Table: Where to turn in work
| Grades | Place |
| --- | --- |
| One to five | School office |
| Six to eight | Library |
",
    },
    Rule {
        code: "table/empty-cell",
        level: Level::Warning,
        title: "Empty cell in a table",
        why: "Readers cannot tell whether the answer is \"none\", is not known yet or was forgotten. A screen reader \
              says \"blank\", and the family has to call to find out.",
        basis: &[],
        wrong: "\
Table: Where to turn in work
| Grades | Place | Day |
| --- | --- | --- |
| One to five | School office | Friday |
| Six to eight | Library | |
",
        right: "\
Table: Where to turn in work
| Grades | Place | Day |
| --- | --- | --- |
| One to five | School office | Friday |
| Six to eight | Library | Any day |
",
    },
    Rule {
        code: "table/ragged-row",
        level: Level::Warning,
        title: "Row with more or fewer cells than the header",
        why: "Cells that are too many are left out of the page, and cells that are missing move the words under the \
              wrong header. Either way families read something you did not write.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
Table: Where to turn in work
| Grades | Place | Day |
| --- | --- | --- |
| One to five | School office | Friday |
| Six to eight | Library | Monday | Friday |
",
        right: "\
Table: Where to turn in work
| Grades | Place | Day |
| --- | --- | --- |
| One to five | School office | Friday |
| Six to eight | Library | Monday or Friday |
",
    },
    Rule {
        code: "table/one-column",
        level: Level::Warning,
        title: "Table of one column",
        why: "One column is a list. A screen reader announces rows and columns that mean nothing, and the reader has to \
              move through them cell by cell.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
Table: Papers for the first meeting
| What to bring |
| --- |
| Birth certificate |
| Proof of your address |
",
        right: "\
Bring these papers to the first meeting:

- birth certificate
- proof of your address
",
    },
    Rule {
        code: "table/title-row",
        level: Level::Warning,
        title: "Title in a row of the table",
        why: "The title of the table is typed into a row, with the other cells left empty. A screen reader takes it for \
              a row of facts and says it under the first header: \"Grades: fall term\".",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
Table: Where to turn in work
| Grades | Place | Day |
| --- | --- | --- |
| Fall term | | |
| One to five | School office | Friday |
| Six to eight | Library | Monday |
",
        right: "\
Table: Where to turn in work in the fall term
| Grades | Place | Day |
| --- | --- | --- |
| One to five | School office | Friday |
| Six to eight | Library | Monday |
",
    },
    Rule {
        code: "table/spacer-row",
        level: Level::Warning,
        title: "Empty row in a table",
        why: "The row makes room for the eye. A reader with a screen reader hears \"blank, blank\", may take it for the \
              end of the table and miss the rows after it.",
        basis: &[],
        wrong: "\
Table: Where to turn in work
| Grades | Place |
| --- | --- |
| One to five | School office |
| | |
| Six to eight | Library |
",
        right: "\
Table: Where to turn in work
| Grades | Place |
| --- | --- |
| One to five | School office |
| Six to eight | Library |
",
    },
    Rule {
        code: "table/merged",
        level: Level::Warning,
        title: "Merged cells",
        why: "Screen readers often name the wrong header for the cells around a merged one, or leave its words out in \
              the rows that share it. Say the words again in each row: every reader then finds them.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
<table>
<caption>Where to turn in work</caption>
<tr><th scope=\"col\">Grades</th><th scope=\"col\">Place</th></tr>
<tr><td>One to five</td><td rowspan=\"2\">School office</td></tr>
<tr><td>Six to eight</td></tr>
</table>
",
        right: "\
Table: Where to turn in work
| Grades | Place |
| --- | --- |
| One to five | School office |
| Six to eight | School office |
",
    },
    Rule {
        code: "table/heading-in-cell",
        level: Level::Error,
        title: "Heading inside a table",
        why: "A reader who jumps by headings lands in the middle of a table, without its caption or headers. The words \
              name a row or a column, so they should be a header cell.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
## Where to turn in work

<table>
<caption>Place by grade</caption>
<tr><th scope=\"col\">Grades</th><th scope=\"col\">Place</th></tr>
<tr><td><h3>One to five</h3></td><td>School office</td></tr>
<tr><td>Six to eight</td><td>Library</td></tr>
</table>
",
        right: "\
## Where to turn in work

<table>
<caption>Place by grade</caption>
<tr><th scope=\"col\">Grades</th><th scope=\"col\">Place</th></tr>
<tr><th scope=\"row\">One to five</th><td>School office</td></tr>
<tr><th scope=\"row\">Six to eight</th><td>Library</td></tr>
</table>
",
    },
    Rule {
        code: "table/scope",
        level: Level::Error,
        title: "Header cell with a scope that does not exist",
        why: "Browsers do not know the word and ignore it. A screen reader then guesses which cells the header belongs \
              to, and may say the wrong one.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
<table>
<caption>Where to turn in work</caption>
<tr><th scope=\"column\">Grades</th><th scope=\"col\">Place</th></tr>
<tr><td>One to five</td><td>School office</td></tr>
</table>
",
        right: "\
<table>
<caption>Where to turn in work</caption>
<tr><th scope=\"col\">Grades</th><th scope=\"col\">Place</th></tr>
<tr><td>One to five</td><td>School office</td></tr>
</table>
",
    },
    Rule {
        code: "table/raw-no-header",
        level: Level::Error,
        title: "HTML table without header cells",
        why: "A table pasted as HTML often has only plain cells, even where the first row is bold. A screen reader \
              cannot say which column a cell belongs to, so the reader hears loose words.",
        basis: &[Basis::Wcag("1.3.1")],
        wrong: "\
<table>
<caption>Where to turn in work</caption>
<tr><td>Grades</td><td>Place</td></tr>
<tr><td>One to five</td><td>School office</td></tr>
</table>
",
        right: "\
<table>
<caption>Where to turn in work</caption>
<tr><th scope=\"col\">Grades</th><th scope=\"col\">Place</th></tr>
<tr><td>One to five</td><td>School office</td></tr>
</table>
",
    },
];
