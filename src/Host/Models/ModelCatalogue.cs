namespace GpuFormer.Models;

/// <summary>The models that have a name.</summary>
public static class ModelCatalogue
{
    /// <summary>The classes of ImageNet, for which all networks for classification were designed.</summary>
    public const int DefaultClasses = 1000;

    /// <summary>All families, in the order in which names are listed.</summary>
    internal static IReadOnlyList<ModelFamily> Families { get; } =
    [
        ModelFamily.MobileFormer, ModelFamily.MobileNetV2, ModelFamily.MobileNetV3, ModelFamily.MobileVit, ModelFamily.ResNet,
        ModelFamily.RetinaNet, ModelFamily.EndToEndMobileFormer, ModelFamily.Detr, ModelFamily.SsdLite, ModelFamily.DeepLabV3,
    ];

    /// <summary>All names, with underscores, each family's smallest first: <c>mobile_former_26m</c>, ...</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Families.SelectMany(family => family.Models)];

    /// <summary>The names of the networks for a task, in the same order.</summary>
    public static IReadOnlyList<string> NamesOf(ModelTask task) =>
        [.. Families.Where(family => family.Task == task).SelectMany(family => family.Models)];

    /// <summary>
    /// Makes a model by its name: <c>mobile_former_294m</c>, <c>mobile-former-294m</c> or <c>mobileformer_294m</c>, in
    /// any case.
    /// </summary>
    /// <param name="name">Of the model.</param>
    /// <param name="classes">
    /// How many class outputs there are, a detector's background among them; null takes as many as the published network
    /// has, 0 leaves the last linear out.
    /// </param>
    /// <param name="options">The network's options as texts <c>name=value</c>; null for those of the published one.</param>
    /// <exception cref="ArgumentException">
    /// No model has this name; the message suggests the nearest. Or it cannot be had with these classes or options.
    /// </exception>
    internal static ImageModel Create(string name, int? classes = null, IReadOnlyList<string>? options = null)
    {
        var family = FamilyOf(name);
        return family.Create(Resolve(name), classes ?? family.DefaultClasses, options ?? []);
    }

    /// <summary>Refuses a text <c>name=value</c> that is no option of any network.</summary>
    /// <exception cref="ArgumentException">No family has it, or none takes its value; says what is.</exception>
    public static void CheckOption(string text)
    {
        var name = NetworkOptionText.NameOf(text);
        var tables = Families.Select(family => family.Options).OfType<INetworkOptions>().Distinct().ToList();
        var known = tables.Where(table => table.Names.Contains(name)).ToList();
        // Where none has the name, the first that has one like it suggests it.
        if (known.Count == 0)
            tables.MinBy(table => table.Names.Min(other => EditDistance.Between(other, name)))!.Check([text]);
        for (var i = 0; i < known.Count; i++)
        {
            try
            {
                known[i].Check([text]);
                return;
            }
            catch (ArgumentException) when (i < known.Count - 1)
            {
                // Another family may take this value.
            }
        }
    }

    /// <summary>The family of a model.</summary>
    /// <exception cref="ArgumentException">No model has this name; the message suggests the nearest.</exception>
    internal static ModelFamily FamilyOf(string name)
    {
        var resolved = Resolve(name);
        return Families.First(family => family.Models.Contains(resolved));
    }

    /// <summary>Whether there is a model of this name, however it is spelt.</summary>
    public static bool Contains(string name) => Names.Any(n => Simplify(n) == Simplify(name));

    /// <summary>
    /// The name with underscores that a spelling stands for. What follows a dot, as in <c>mobilevit_s.cvnets_in1k</c>, is
    /// timm's tag of weights and names no other network; timm's names of MobileNets are known too.
    /// </summary>
    /// <exception cref="ArgumentException">No model has this name; the message suggests the nearest.</exception>
    public static string Resolve(string name)
    {
        var spelling = Simplify(name);
        return Names.FirstOrDefault(n => Simplify(n) == spelling)
            ?? throw new ArgumentException(
                $"There is no model '{name}'. Did you mean '{Nearest(spelling)}'? All: {string.Join(", ", Names)}.",
                nameof(name));
    }

    /// <summary>
    /// The names that match a pattern with <c>*</c> and <c>?</c>; a pattern without them matches anywhere.
    /// </summary>
    public static IReadOnlyList<string> Match(string? pattern)
    {
        if (string.IsNullOrEmpty(pattern))
            return Names;
        // Separators count here: "*_2*" means the sizes that start with 2.
        var spelling = pattern.Trim().ToLowerInvariant().Replace('-', '_')
            .Replace("mobileformer", "mobile_former", StringComparison.Ordinal);
        if (spelling.AsSpan().IndexOfAny('*', '?') < 0)
            spelling = $"*{spelling}*";
        return [.. Names.Where(n => Matches(n, spelling))];
    }

    // Hyphens, underscores and case do not tell models apart, nor do a hub's owner, timm's width of 1 and the sizes that
    // transformers writes out: apple/mobilevit-xx-small.
    private static string Simplify(string name)
    {
        name = name[(name.LastIndexOf('/') + 1)..];
        var tag = name.IndexOf('.', StringComparison.Ordinal);
        var simple = (tag > 0 ? name[..tag] : name).Trim().Replace("_", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (simple.Contains("mobilevit", StringComparison.Ordinal) && simple.EndsWith("small", StringComparison.Ordinal))
            return simple[..^"mall".Length];
        return simple.StartsWith("mobilenet", StringComparison.Ordinal) && simple.EndsWith("100", StringComparison.Ordinal)
            ? simple[..^"100".Length]
            : simple;
    }

    // A part of a name says more than a few letters in common.
    private static string Nearest(string spelling) =>
        Names.FirstOrDefault(n => spelling.Length > 1 && Simplify(n).Contains(spelling, StringComparison.Ordinal))
        ?? Names.MinBy(n => EditDistance.Between(Simplify(n), spelling))!;

    // Greedy with one place to go back to: the last '*', as later stars can take over from earlier ones.
    private static bool Matches(string text, string pattern)
    {
        var (t, p, star, resume) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                t++;
                p++;
            }
            else if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
