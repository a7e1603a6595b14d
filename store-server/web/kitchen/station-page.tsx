import { ChoiceTile } from "@tillbox/shared/ui/choice.tsx";
import type { IconName } from "@tillbox/shared/ui/icon-nodes.ts";
import { useKitchen } from "./kitchen.ts";

const icons: readonly (readonly [RegExp, IconName])[] = [
  [/bar|drink|getränk|wine/i, "wine"],
  [/hot|grill|fry|oven|pizza|warm/i, "fire"],
];
export const stationIcon = (name: string): IconName => icons.find(([said]) => said.test(name))?.[1] ?? "chef";

/** Asked once: which dishes this screen is for. Settings change it later. */
export function StationPage() {
  const { stations, choose } = useKitchen();
  return (
    <section class="kitchen-choose">
      <h1>Which station is this screen for?</h1>
      <p>It shows this station's dishes only. You can change it later in the settings of this screen.</p>
      <div>
        {stations.value.map(({ id, name }) => (
          <ChoiceTile key={id} label={name} icon={stationIcon(name)} on={false} onSelect={() => choose(id)} />
        ))}
        <ChoiceTile
          label="All stations"
          icon="menu"
          note="for the pass"
          on={false}
          onSelect={() => choose(null)}
        />
      </div>
    </section>
  );
}
