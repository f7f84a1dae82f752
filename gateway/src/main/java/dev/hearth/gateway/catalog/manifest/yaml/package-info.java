/** Reads YAML as kubectl does, keeping the line of every field; bounded in size, depth and aliases. */
@NullMarked
package dev.hearth.gateway.catalog.manifest.yaml;

import org.jspecify.annotations.NullMarked;
