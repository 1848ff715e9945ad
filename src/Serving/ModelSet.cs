using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving;

/// <summary>The models of a server by name, in the order they were given; the first one is the default.</summary>
internal sealed class ModelSet : IDisposable
{
    private readonly IReadOnlyList<ServedModel> _models;

    public ModelSet(IReadOnlyList<ServedModel> models)
    {
        if (models.Count == 0)
            throw new ArgumentException("A server needs a model.", nameof(models));
        if (models.GroupBy(model => model.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two models are called '{twice.Key}'.", nameof(models));
        _models = models;
    }

    public IReadOnlyList<ServedModel> All => _models;

    /// <summary>Whether every model can answer.</summary>
    // All are looked at: each remembers a device that was lost in the meantime.
    public bool AreReady => _models.Count(model => !model.IsReady) == 0;

    /// <summary>The model that the address names.</summary>
    /// <exception cref="RequestException">There is none of that name or version: 404.</exception>
    public ServedModel OfRoute(HttpContext context)
    {
        var values = context.Request.RouteValues;
        var model = Find((string)values["model"]!);
        return values["version"] is not string version || version == ServedModel.Version
            ? model
            : throw NotFound($"The model '{model.Name}' has the version {ServedModel.Version} alone.");
    }

    /// <summary>The model that the query names, or the first one.</summary>
    /// <exception cref="RequestException">There is none of that name: 404.</exception>
    public ServedModel OfQuery(HttpContext context) =>
        context.Request.Query["model"] is [{ } name] ? Find(name) : _models[0];

    public void Dispose()
    {
        foreach (var model in _models)
            model.Dispose();
    }

    private ServedModel Find(string name) => _models.FirstOrDefault(model => model.Name == name)
        ?? throw NotFound("There is no model of that name; this server has "
            + $"{string.Join(", ", _models.Select(model => model.Name))}.");

    private static RequestException NotFound(string message) => new(StatusCodes.Status404NotFound, message);
}
