/** The contents of a model version and their verification: names, files, manifest, signature, smoke test. */
@NullMarked
package io.rolestream.models.artifact;

import org.jspecify.annotations.NullMarked;
