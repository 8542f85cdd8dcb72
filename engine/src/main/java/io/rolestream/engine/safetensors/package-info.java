/** Reads and writes safetensors, in one file or in shards; every length and offset is checked before it is trusted. */
@NullMarked
package io.rolestream.engine.safetensors;

import org.jspecify.annotations.NullMarked;
