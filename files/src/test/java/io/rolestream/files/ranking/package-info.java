@NullMarked
package io.rolestream.files.ranking;

import org.jspecify.annotations.NullMarked;
