using System.Collections.Immutable;
using GpuFormer.Kernels.Compiler.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GpuFormer.Analyzers;

/// <summary>
/// Refuses in methods marked <c>[Kernel]</c>, and in what they call of the same project, what the compiler of kernels would
/// refuse when it reads their IL: with its rules and numbers, at the line, while it is written. A warning, since that
/// compiler leaves out branches by the constants of a specialisation; rules that need these are left to it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KernelAnalyzer : DiagnosticAnalyzer
{
    private const string Attribute = "GpuFormer.Kernels.Language.KernelAttribute";
    private const int MostElements = 4096;

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Descriptors =
        KernelDiagnostics.All.ToImmutableDictionary(rule => rule.Code, rule => new DiagnosticDescriptor(
            rule.Code, "Kernel language", "{0}: " + rule.Rule, "Kernels", DiagnosticSeverity.Warning, isEnabledByDefault: true));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [.. Descriptors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Attribute) is { } marker)
                start.RegisterOperationBlockAction(block => new Walk(block, marker).Run());
        });
    }

    /// <summary>One kernel and what it calls.</summary>
    private sealed class Walk(OperationBlockAnalysisContext context, INamedTypeSymbol marker)
    {
        private readonly HashSet<IMethodSymbol> _seen = new(SymbolEqualityComparer.Default);

        public void Run()
        {
            if (context.OwningSymbol is not IMethodSymbol method || !method.GetAttributes().Any(attribute =>
                SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, marker)))
            {
                return;
            }

            if (!method.IsStatic || !method.ReturnsVoid)
                Report(KernelDiagnostics.Parameter, method.Locations[0], $"'{method.Name}', which is not static void,");
            foreach (var parameter in method.Parameters.Where(parameter => !IsKernelType(parameter.Type)))
                Report(KernelDiagnostics.Parameter, parameter.Locations[0], $"'{parameter.Name}' of type {Name(parameter.Type)}");
            Visit(method, context.OperationBlocks);
        }

        private void Visit(IMethodSymbol method, IEnumerable<IOperation> blocks)
        {
            _seen.Add(method);
            foreach (var operation in blocks.Where(block => block.Kind != OperationKind.Attribute).SelectMany(Below))
                Check(operation, method);
            _seen.Remove(method);
        }

        // An operation is refused as a whole: its parts would be reported again.
        private static IEnumerable<IOperation> Below(IOperation operation) => operation is IAnonymousFunctionOperation
            or IThrowOperation ? [operation]
            : operation.ChildOperations.SelectMany(Below).Prepend(operation);

        private void Check(IOperation operation, IMethodSymbol method)
        {
            if (operation.IsImplicit && operation is not IConversionOperation)
                return;
            switch (operation)
            {
                case ITryOperation or ILockOperation or IUsingOperation or IUsingDeclarationOperation:
                    Report(KernelDiagnostics.ExceptionHandling, operation, FirstWord(operation));
                    break;
                case IThrowOperation:
                    Report(KernelDiagnostics.Throw, operation, "throw");
                    break;
                case IAnonymousFunctionOperation or IDelegateCreationOperation { IsImplicit: false }:
                    Report(KernelDiagnostics.Delegates, operation, "a delegate");
                    break;
                case IAwaitOperation or IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak }:
                    Report(KernelDiagnostics.Instruction, operation, FirstWord(operation));
                    break;
                case IObjectCreationOperation { Type: { IsReferenceType: true } type }:
                    Report(KernelDiagnostics.Objects, operation, $"new {Name(type)}");
                    break;
                case IInterpolatedStringOperation or ILiteralOperation { Type.SpecialType: SpecialType.System_String }:
                    Report(KernelDiagnostics.Objects, operation, "a string");
                    break;
                case IConversionOperation { Operand.Type.IsValueType: true, Type: { IsReferenceType: true } type }:
                    Report(KernelDiagnostics.Objects, operation, $"a value as {Name(type)}");
                    break;
                case IArrayCreationOperation array:
                    CheckArray(array);
                    break;
                case IVariableDeclaratorOperation { Symbol.Type: var type } when !IsKernelType(type):
                    Report(RuleOf(type), operation, $"'{Name(type)}'");
                    break;
                case IBinaryOperation { IsChecked: true } or IConversionOperation { IsChecked: true }
                    or ICompoundAssignmentOperation { IsChecked: true }:
                    Report(KernelDiagnostics.CheckedArithmetic, operation, "checked arithmetic");
                    break;
                case IFieldReferenceOperation { Field: { IsStatic: true, IsConst: false } field }:
                    Report(KernelDiagnostics.StaticField, operation, $"'{field.Name}'");
                    break;
                case IAddressOfOperation:
                    Report(KernelDiagnostics.Pointers, operation, "a pointer");
                    break;
                case IInvocationOperation call:
                    CheckCall(call, method);
                    break;
                case { Syntax: StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax }:
                    Report(KernelDiagnostics.Pointers, operation, "stackalloc");
                    break;
            }
        }

        // Lengths may be constants of a specialisation, which are known later.
        private void CheckArray(IArrayCreationOperation array)
        {
            if (array.DimensionSizes.Length != 1 || array.DimensionSizes[0] switch
            {
                { ConstantValue: { HasValue: true, Value: int length } } => length is < 1 or > MostElements,
                IParameterReferenceOperation { Parameter: var parameter } => IsOfLaunch(parameter),
                _ => false,
            })
            {
                Report(KernelDiagnostics.ArrayLength, array, "an array of this length");
            }
        }

        // A parameter of the kernel itself that is no constant of a specialisation.
        private bool IsOfLaunch(IParameterSymbol parameter) =>
            SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, context.OwningSymbol)
            && !parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "ConstantAttribute");

        private void CheckCall(IInvocationOperation call, IMethodSymbol caller)
        {
            var target = call.TargetMethod;
            // A call through a type parameter is one of the struct that stands for it.
            if (target.MethodKind == MethodKind.DelegateInvoke
                || (call.IsVirtual && target.ContainingType.TypeKind is TypeKind.Class or TypeKind.Delegate))
            {
                Report(KernelDiagnostics.Delegates, call, $"'{target.Name}'");
                return;
            }

            if (target.Name is "Max" or "Min" && target.ContainingType.ToDisplayString() is "System.MathF" or "System.Math"
                && target.ReturnType.SpecialType == SpecialType.System_Single)
            {
                Report(KernelDiagnostics.MaximumMinimum, call, $"'{target.ContainingType.Name}.{target.Name}'");
                return;
            }

            var definition = target.OriginalDefinition;
            if (_seen.Contains(definition))
            {
                Report(KernelDiagnostics.Recursion, call, $"'{target.Name}', which calls itself,");
                return;
            }

            // Methods of another project were analysed when that project was compiled.
            if (definition.DeclaringSyntaxReferences.Length != 1 || definition.IsAbstract
                || !SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, caller.ContainingAssembly))
            {
                return;
            }

            var syntax = definition.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken);
#pragma warning disable RS1030 // A helper is read for the sake of the kernel that calls it, wherever it stands.
            if (context.Compilation.ContainsSyntaxTree(syntax.SyntaxTree)
                && context.Compilation.GetSemanticModel(syntax.SyntaxTree)
                    .GetOperation(syntax, context.CancellationToken) is { } body)
#pragma warning restore RS1030
            {
                Visit(definition, [body]);
            }
        }

        private void Report(KernelRule rule, IOperation operation, string what) =>
            Report(rule, operation.Syntax.GetLocation(), what);

        private void Report(KernelRule rule, Location location, string what) =>
            context.ReportDiagnostic(Diagnostic.Create(Descriptors[rule.Code], location, what));

        private static string FirstWord(IOperation operation) => operation.Syntax.GetFirstToken().ValueText;

        private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

        // The rule that a variable breaks whose type kernels do not have.
        private static KernelRule RuleOf(ITypeSymbol type) => type.TypeKind switch
        {
            TypeKind.Delegate => KernelDiagnostics.Delegates,
            TypeKind.Pointer or TypeKind.FunctionPointer => KernelDiagnostics.Pointers,
            TypeKind.Class or TypeKind.Interface => KernelDiagnostics.Objects,
            _ => KernelDiagnostics.Type,
        };

        // Structs are looked into by the compiler, which knows their type arguments.
        private static bool IsKernelType(ITypeSymbol type) => type.SpecialType switch
        {
            SpecialType.System_Double or SpecialType.System_Decimal or SpecialType.System_Int64
                or SpecialType.System_UInt64 or SpecialType.System_String or SpecialType.System_Object
                or SpecialType.System_IntPtr or SpecialType.System_UIntPtr => false,
            _ => type.TypeKind is TypeKind.Array or TypeKind.Struct or TypeKind.Enum or TypeKind.TypeParameter or TypeKind.Error,
        };
    }
}
