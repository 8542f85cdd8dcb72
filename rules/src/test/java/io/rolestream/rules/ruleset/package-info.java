@NullMarked
package io.rolestream.rules.ruleset;

import org.jspecify.annotations.NullMarked;
