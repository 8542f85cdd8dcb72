@NullMarked
package io.rolestream.local.demo;

import org.jspecify.annotations.NullMarked;
