@NullMarked
package io.rolestream.rules.yaml;

import org.jspecify.annotations.NullMarked;
