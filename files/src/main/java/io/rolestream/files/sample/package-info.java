/**
 * Makes up realistic resumes and postings with known roles, and what people do with them, for the demo, tests and
 * training; begin with {@link ResumeGenerator} and {@link JobGenerator}. The words come from resources that we wrote
 * ourselves.
 */
@NullMarked
package io.rolestream.files.sample;

import org.jspecify.annotations.NullMarked;
