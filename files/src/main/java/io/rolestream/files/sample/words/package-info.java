/** The words that generated resumes and postings are made of, and how they are drawn. */
@NullMarked
package io.rolestream.files.sample.words;

import org.jspecify.annotations.NullMarked;
