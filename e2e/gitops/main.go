// Gitops says what GitOps tools make of a resource: Argo CD by the health script whose file is given, Flux and kubectl wait
// by kstatus. Reads the resource as JSON from standard input.
package main

import (
	"fmt"
	"io"
	"os"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(script string) error {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	resource := &unstructured.Unstructured{}
	if err := resource.UnmarshalJSON(text); err != nil {
		return err
	}
	health, err := argoCD(script, resource.Object)
	if err != nil {
		return err
	}
	flux, err := status.Compute(resource)
	if err != nil {
		return err
	}
	fmt.Printf("argocd %s, kstatus %s\n", health, flux.Status)
	return nil
}

func argoCD(script string, resource map[string]any) (string, error) {
	state := lua.NewState()
	defer state.Close()
	state.SetGlobal("obj", value(state, resource))
	if err := state.DoFile(script); err != nil {
		return "", err
	}
	return lua.LVAsString(state.GetField(state.Get(-1), "status")), nil
}

func value(state *lua.LState, plain any) lua.LValue {
	switch typed := plain.(type) {
	case map[string]any:
		table := state.NewTable()
		for name, each := range typed {
			table.RawSetString(name, value(state, each))
		}
		return table
	case []any:
		table := state.NewTable()
		for _, each := range typed {
			table.Append(value(state, each))
		}
		return table
	case string:
		return lua.LString(typed)
	case int64:
		return lua.LNumber(typed)
	case float64:
		return lua.LNumber(typed)
	case bool:
		return lua.LBool(typed)
	default:
		return lua.LNil
	}
}
