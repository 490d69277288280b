import type { TypeDefinition } from "../types/type-definition.ts";
import { TypeLibrary } from "../types/type-library.ts";
import { arrayStatics, arrayType } from "./array.ts";
import { bitConverter } from "./bit-converter.ts";
import { boolType } from "./bool.ts";
import { byteType } from "./byte.ts";
import { certificate } from "./certificate.ts";
import { charType } from "./char.ts";
import { cipher } from "./cipher.ts";
import { authorization } from "./context/authorization.ts";
import { contextType } from "./context/context.ts";
import { basicCredentials, credentialReaders, jwt } from "./context/credentials.ts";
import { entities } from "./context/entities.ts";
import { matchedParameters, multiValues, variables } from "./context/lookups.ts";
import { body, contextResponse, request, response, url } from "./context/messages.ts";
import { convert } from "./convert.ts";
import { dateTimeKind, dayOfWeek } from "./date-enums.ts";
import { dateTime } from "./date-time.ts";
import { dateTimeOffset } from "./date-time-offset.ts";
import { decimalType } from "./decimal.ts";
import { delegates } from "./delegates.ts";
import { dictionaryInterface, dictionaryType, readOnlyDictionary } from "./dictionary.ts";
import { doubleDefinition } from "./double.ts";
import { encoding } from "./encoding.ts";
import { enumerableStatics } from "./enumerable.ts";
import { exceptions } from "./exception.ts";
import { floatDefinition } from "./float.ts";
import { guid } from "./guid.ts";
import { hashAlgorithm, hmac, keyedHashAlgorithm } from "./hash-algorithm.ts";
import { hashSet, setInterface } from "./hash-set.ts";
import { hashes } from "./hashes.ts";
import { intType } from "./int.ts";
import { ipAddress } from "./ip-address.ts";
import { jArray } from "./j-array.ts";
import { jObject } from "./j-object.ts";
import { jProperty } from "./j-property.ts";
import { jContainer, jToken } from "./j-token.ts";
import { jValue } from "./j-value.ts";
import { jsonConvert } from "./json-convert.ts";
import { formatting, tokenType } from "./json-tokens.ts";
import { keyValuePair } from "./key-value-pair.ts";
import { grouping, ordered } from "./linq-results.ts";
import { listType } from "./list.ts";
import { longType } from "./long.ts";
import { captureType, groupCollection, groupType, matchCollection, matchType } from "./match.ts";
import { math } from "./math.ts";
import { midpointRounding } from "./midpoint-rounding.ts";
import { nullableType } from "./nullable.ts";
import { objectType } from "./object.ts";
import { queue, stack } from "./queue.ts";
import { random } from "./random.ts";
import { regexType } from "./regex.ts";
import { regexOptions } from "./regex-options.ts";
import { sbyteType } from "./sbyte.ts";
import { collection, enumerable, list, readOnlyCollection, readOnlyList } from "./sequence-interfaces.ts";
import { shortType } from "./short.ts";
import { stringType } from "./string.ts";
import { stringBuilder } from "./string-builder.ts";
import { stringComparer } from "./string-comparer.ts";
import { stringComparison } from "./string-comparison.ts";
import { stringSplitOptions } from "./string-split-options.ts";
import { timeSpan } from "./time-span.ts";
import { tuple, valueTuple } from "./tuple.ts";
import { uintType } from "./uint.ts";
import { ulongType } from "./ulong.ts";
import { uri, uriPartial } from "./uri.ts";
import { ushortType } from "./ushort.ts";
import { webUtility } from "./web-utility.ts";
import {
  saveOptions,
  xAttribute,
  xComment,
  xContainer,
  xData,
  xDeclaration,
  xDocument,
  xElement,
  xName,
  xNamespace,
  xNode,
  xObject,
  xText,
} from "./xml-types.ts";

const simpleTypes: readonly TypeDefinition[] = [
  objectType,
  stringType,
  boolType,
  charType,
  ...[sbyteType, byteType, shortType, ushortType, intType, uintType, longType, ulongType],
  ...[floatDefinition, doubleDefinition, decimalType, nullableType],
  ...[dateTime, dateTimeKind, dayOfWeek, dateTimeOffset, timeSpan, guid],
];

const collections: readonly TypeDefinition[] = [
  ...[arrayType, arrayStatics, enumerable, collection, list, readOnlyCollection, readOnlyList],
  ...[listType, dictionaryType, dictionaryInterface, readOnlyDictionary, keyValuePair],
  ...[hashSet, setInterface, queue, stack, enumerableStatics, ordered, grouping],
  ...[valueTuple, tuple, ...delegates],
];

const texts: readonly TypeDefinition[] = [
  ...[stringBuilder, stringComparer, stringComparison, stringSplitOptions, encoding, convert, bitConverter],
  ...[regexType, regexOptions, matchType, groupType, captureType, groupCollection, matchCollection],
  ...[uri, uriPartial, webUtility, ipAddress],
];

const json: readonly TypeDefinition[] = [
  ...[jToken, jContainer, jObject, jArray, jProperty, jValue, jsonConvert, formatting, tokenType],
];

const xml: readonly TypeDefinition[] = [
  ...[xName, xNamespace, xObject, xNode, xContainer, xElement, xDocument, xDeclaration],
  ...[xAttribute, xText, xData, xComment, saveOptions],
];

const others: readonly TypeDefinition[] = [
  ...[
    math,
    midpointRounding,
    random,
    hashAlgorithm,
    keyedHashAlgorithm,
    hmac,
    ...hashes,
    cipher,
    certificate,
  ],
  ...exceptions,
];

const gateway: readonly TypeDefinition[] = [
  ...[contextType, request, response, contextResponse, body, url, ...entities],
  ...[multiValues, variables, matchedParameters, jwt, authorization, basicCredentials, credentialReaders],
];

let library: TypeLibrary | undefined;

/** Every type that expressions may use; made when first asked for. */
export function typeLibrary(): TypeLibrary {
  library ??= new TypeLibrary([
    ...simpleTypes,
    ...collections,
    ...texts,
    ...json,
    ...xml,
    ...others,
    ...gateway,
  ]);
  return library;
}
