/** Where matches to learn from come from: files, feedback, generated resumes and postings. */
@NullMarked
package io.rolestream.trainer.matching.sources;

import org.jspecify.annotations.NullMarked;
