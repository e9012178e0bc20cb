/** Marks in the rail the section that is being read. */
export function followSections() {
  const links = new Map();
  for (const link of document.querySelectorAll('.rail a[href*="#"]')) {
    const section = document.getElementById(link.hash.slice(1));
    if (section) links.set(section, [...(links.get(section) ?? []), link]);
  }
  const seen = new IntersectionObserver(
    (entries) => {
      const reading = entries.find((entry) => entry.isIntersecting)?.target;
      if (!reading) return;
      for (const [section, all] of links) {
        for (const link of all) link.toggleAttribute('aria-current', section === reading);
        if (section === reading) for (const link of all) link.setAttribute('aria-current', 'true');
      }
    },
    { rootMargin: '-20% 0px -70%' },
  );
  for (const section of links.keys()) seen.observe(section);
}
