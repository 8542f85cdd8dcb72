/** What a model version consists of, and what makes it trustworthy: names, files, manifest, signature, smoke test. */
@NullMarked
package io.rolestream.models.artifact;

import org.jspecify.annotations.NullMarked;
