/** Rankings of jobs and resumes from files, judged and written to files. */
@NullMarked
package io.rolestream.files.ranking;

import org.jspecify.annotations.NullMarked;
