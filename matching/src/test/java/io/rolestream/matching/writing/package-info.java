@NullMarked
package io.rolestream.matching.writing;

import org.jspecify.annotations.NullMarked;
