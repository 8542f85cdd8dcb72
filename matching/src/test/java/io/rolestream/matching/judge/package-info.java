@NullMarked
package io.rolestream.matching.judge;

import org.jspecify.annotations.NullMarked;
