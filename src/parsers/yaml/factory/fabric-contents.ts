import type { Fact } from "../../../model/fact.ts";
import type { ResourceRef } from "../../../model/resource.ts";
import { valueOf } from "../../../model/value.ts";
import { lineSpanAt, spanAt } from "../text/document.ts";
import { objectOf, projectKey } from "./fabric-factory.ts";
import { type Holder, factoryGrants } from "./fabric-grants.ts";
import { optional } from "../text/optional.ts";
import { type Entry, type Scalar, type Tree, at, entriesOf, get } from "../text/tree.ts";
import { valueAt } from "../text/values.ts";

/** Buckets have a prefix that the factory composes: they are known by where they are defined. */
export function bucketFacts(tree: Tree, key: Scalar, project: ResourceRef, holder: Holder): readonly Fact[] {
  const { document, factory } = holder;
  const object = objectOf(factory, `storage_buckets/${projectKey(document)}/${key.text}`);
  const span = spanAt(document, key);
  const bucket: ResourceRef = {
    type: "storage-bucket",
    name: valueOf([{ target: object, attribute: "name" }], span),
    project: project.name,
  };
  const name = valueOf([{ expression: "prefix" }, `-${key.text}`], span, "the factory composes the name");
  const shown = `bucket ${key.text}`;
  return [
    {
      kind: "resource",
      object,
      resource: { ...bucket, name },
      span: lineSpanAt(document, key),
      dialect: document.dialect,
    },
    ...factoryGrants(tree, { ...holder, resource: bucket, shown }),
    ...entriesOf(get(tree, "managed_folders")).flatMap((entry) =>
      factoryGrants(entry.value, folderHolder(entry, bucket, { ...holder, shown })),
    ),
  ];
}

const folderHolder = ({ key }: Entry, within: ResourceRef, holder: Holder): Holder => ({
  ...holder,
  resource: { type: "storage-managed-folder", name: valueAt(holder.document, key), within },
  shown: `${holder.shown}/${key.text}`,
});

/** What else a project file holds that can have a policy: key, type, and what stands inside. */
interface Section {
  readonly key: string;
  readonly type: string;
  readonly inner?: Section;
  readonly isWithin?: true;
}

const sections: readonly Section[] = [
  { key: "datasets", type: "bigquery-dataset" },
  { key: "pubsub_topics", type: "pubsub-topic", inner: { key: "subscriptions", type: "pubsub-subscription" } },
];

const keyRings: Section = {
  key: "keyrings",
  type: "kms-key-ring",
  inner: { key: "keys", type: "kms-crypto-key", isWithin: true },
};

export function projectContents(root: Tree, project: ResourceRef, holder: Holder): readonly Fact[] {
  return [
    ...entriesOf(get(root, "buckets")).flatMap((entry) => bucketFacts(entry.value, entry.key, project, holder)),
    ...sections.flatMap((section) => sectionFacts(root, section, project, holder)),
    ...sectionFacts(at(root, "kms"), keyRings, project, holder),
  ];
}

function sectionFacts(
  tree: Tree | undefined,
  section: Section,
  project: ResourceRef,
  holder: Holder,
  within?: ResourceRef,
): readonly Fact[] {
  const facts: Fact[] = [];
  for (const { key, value } of entriesOf(get(tree, section.key))) {
    const name = valueAt(holder.document, key);
    const resource = { type: section.type, name, project: project.name, ...optional("within", within) };
    facts.push(...factoryGrants(value, { ...holder, resource, shown: `${section.type} ${key.text}` }));
    if (section.inner === undefined) continue;
    facts.push(...sectionFacts(value, section.inner, project, holder, section.inner.isWithin ? resource : undefined));
  }
  return facts;
}
