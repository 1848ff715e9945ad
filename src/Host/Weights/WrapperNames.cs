namespace GpuFormer.Weights;

/// <summary>
/// The names of a state_dict without what training puts before or into them: <c>module.</c> of data-parallel training
/// and of averages, <c>_orig_mod.</c> of torch.compile, and the attribute that holds the network in a larger module,
/// as in Lightning.
/// </summary>
internal static class WrapperNames
{
    private const string DataParallel = "module.";
    private const string Compiled = "_orig_mod.";

    // A wrapper around a wrapper around a wrapper is the deepest in use.
    private const int DeepestNesting = 3;

    private const string Trunk = "backbone.";

    // No network here has a part of one of these names, but for detectors, whose trunk is one.
    private static readonly string[] Attributes = ["model.", "net.", "network.", Trunk];

    // What detectors alone have: torchvision's and DETR's trunks within their backbones, and queries.
    private static readonly string[] DetectorParts = ["backbone.body.", "backbone.0.body.", "query_embed."];

    /// <summary>What is stored beside averaged weights: how many were averaged.</summary>
    public const string AverageCounter = "n_averaged";

    /// <summary>
    /// Each name without wrappers, in the same order, and as torchvision has it today (<see cref="RetinaNetKeys"/>). An
    /// attribute is one that most names begin with.
    /// </summary>
    public static string[] Strip(IReadOnlyCollection<string> names)
    {
        string[] stripped = [.. names.Select(StripOne)];
        for (int depth = 0; depth < DeepestNesting; depth++)
        {
            string? attribute = Attributes.FirstOrDefault(
                a => stripped.Count(name => name.StartsWith(a, StringComparison.Ordinal)) > stripped.Length / 2
                    && (a != Trunk || !stripped.Any(name => DetectorParts.Any(
                        part => name.StartsWith(part, StringComparison.Ordinal)))));
            if (attribute is null)
                break;
            for (int i = 0; i < stripped.Length; i++)
            {
                if (stripped[i].StartsWith(attribute, StringComparison.Ordinal))
                    stripped[i] = StripOne(stripped[i][attribute.Length..]);
            }
        }

        return RetinaNetKeys.Renewed(stripped);
    }

    private static string StripOne(string name)
    {
        for (int depth = 0; depth < DeepestNesting && name.StartsWith(DataParallel, StringComparison.Ordinal); depth++)
            name = name[DataParallel.Length..];
        // Parts are compiled on their own, too.
        if (name.StartsWith(Compiled, StringComparison.Ordinal))
            name = name[Compiled.Length..];
        name = name.Replace($".{Compiled}", ".", StringComparison.Ordinal);
        return name.StartsWith(DataParallel, StringComparison.Ordinal) ? name[DataParallel.Length..] : name;
    }
}
