/**
 * Makes up realistic resumes with known roles, for the demo, tests and training; begin with {@link ResumeGenerator}.
 * The words come from resources that we wrote ourselves.
 */
@NullMarked
package io.rolestream.files.sample;

import org.jspecify.annotations.NullMarked;
