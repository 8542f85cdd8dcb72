/** The labelling service: configuration and life cycle. */
@NullMarked
package io.rolestream.stream;

import org.jspecify.annotations.NullMarked;
