/** The services with a registry that refuses, is away, or is answered for by something else. */
@NullMarked
package io.rolestream.system.registry;

import org.jspecify.annotations.NullMarked;
