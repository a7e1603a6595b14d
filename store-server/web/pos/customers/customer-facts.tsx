import type { Customer } from "@tillbox/shared/contract/customer.ts";
import { Avatar } from "@tillbox/shared/ui/avatar.tsx";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { usePos } from "../pos.ts";
import { initialsOf } from "../shell.tsx";
import { contactOf, nameOf, pointsText, visitsOf } from "./customer-words.ts";

/** Who it is, what they are to the store, and what must not be forgotten about them. */
export function CustomerFacts({ customer }: { customer: Customer }) {
  const { figures } = usePos();
  const name = nameOf(customer);
  return (
    <div class="pos-customer-facts">
      <Avatar size="l" initials={initialsOf(name)} name={name} />
      <div>
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <p>
          <bdi>{contactOf(customer)}</bdi>
        </p>
        <p>
          <bdi>{visitsOf(customer, figures.value)}</bdi>
        </p>
      </div>
      <div class="pos-customer-pills">
        <Pill tone="good" icon="gift">
          {pointsText(customer.points)}
        </Pill>
        {customer.taxExemption && <Pill icon="house-account">Tax exempt</Pill>}
        {customer.consent?.marketing && <Pill icon="check">May get news</Pill>}
        {customer.tags.map((tag) => (
          <Pill key={tag} tone="new">
            {tag}
          </Pill>
        ))}
      </div>
      {customer.notes && (
        <Banner tone="attention" icon="note">
          {customer.notes}
        </Banner>
      )}
    </div>
  );
}
