@NullMarked
package io.rolestream.matching.terms;

import org.jspecify.annotations.NullMarked;
