/** Which topics the labelling service's positions belong to. */
@NullMarked
package io.rolestream.stream.sources;

import org.jspecify.annotations.NullMarked;
