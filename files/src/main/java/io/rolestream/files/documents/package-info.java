/** Resumes that are documents: found in folders and archives, and read by a process of their own. */
@NullMarked
package io.rolestream.files.documents;

import org.jspecify.annotations.NullMarked;
