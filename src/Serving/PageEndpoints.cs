using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuFormer.Serving;

/// <summary>The page for people, from files inside this assembly, and what it asks of the models.</summary>
internal sealed class PageEndpoints(ModelSet models)
{
    // Nothing but these files and this server: no script of a label, no font from elsewhere, no frame around it.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static readonly (string Path, string File, string Type)[] Files =
    [
        ("/", "page.html", "text/html; charset=utf-8"),
        ("/page.css", "page.css", "text/css; charset=utf-8"),
        ("/page.js", "page.js", "text/javascript; charset=utf-8"),
        ("/image.js", "image.js", "text/javascript; charset=utf-8"),
        ("/findings.js", "findings.js", "text/javascript; charset=utf-8"),
        ("/attention.js", "attention.js", "text/javascript; charset=utf-8"),
        ("/icon.png", "icon.png", "image/png"),
    ];

    public void Map(IEndpointRouteBuilder app)
    {
        foreach (var (path, file, type) in Files)
        {
            var bytes = Resource.Read(file);
            app.MapGet(path, context =>
            {
                context.Response.Headers.ContentSecurityPolicy = Policy;
                context.Response.Headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=()";
                return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, type, bytes);
            });
        }

        app.MapGet("/models", context => JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartArray("models");
            foreach (var model in models.All)
            {
                json.WriteStartObject();
                json.WriteString("name", model.Name);
                json.WriteString("task", model.Predictor.TaskName);
                json.WriteString("network", model.Predictor.Network);
                json.WriteNumber("classes", model.Predictor.Classes);
                json.WriteString("device", model.Predictor.Device);
                json.WriteBoolean("attention", model.Predictor.Attention is not null);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }));
    }
}
