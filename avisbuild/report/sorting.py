"""The one script of a page: a click on a column's head sorts its table by that column."""

SORT_SCRIPT = """
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  const order = [...table.tBodies[0].rows];
  heads.forEach((head, column) => {
    if (!head.textContent) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const before = head.getAttribute("aria-sort");
      const way = before === "ascending" ? "descending" : before === "descending" ? null : "ascending";
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      if (way) head.setAttribute("aria-sort", way);
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const compare = (one, two) => {
        const a = value(one), b = value(two);
        if ((a === "") !== (b === "")) return a === "" ? 1 : -1;
        const sign = way === "descending" ? -1 : 1;
        const numbers = a !== "" && !isNaN(a) && !isNaN(b);
        return sign * (numbers ? a - b : a < b ? -1 : a > b ? 1 : 0);
      };
      table.tBodies[0].append(...(way ? [...order].sort(compare) : order));
    });
  });
}
"""
