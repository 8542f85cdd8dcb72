/** Finds base models by name: in a directory, in a cache, or on a hub with Hugging Face's protocol. */
@NullMarked
package io.rolestream.engine.hub;

import org.jspecify.annotations.NullMarked;
