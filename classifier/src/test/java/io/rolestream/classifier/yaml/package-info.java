@NullMarked
package io.rolestream.classifier.yaml;

import org.jspecify.annotations.NullMarked;
