/** Resumes and postings as the matcher sees them: masked texts, skills, roles, vectors. */
@NullMarked
package io.rolestream.matching.profile;

import org.jspecify.annotations.NullMarked;
