/** What a model version consists of, and what makes it trustworthy: names, files, manifest, signature, smoke test. */
@NullMarked
package io.rolestream.models.version;

import org.jspecify.annotations.NullMarked;
