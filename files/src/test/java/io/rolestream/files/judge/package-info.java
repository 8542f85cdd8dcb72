@NullMarked
package io.rolestream.files.judge;

import org.jspecify.annotations.NullMarked;
